package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.tls.CertificateFiles;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A certificate that the servers have mounted from a Secret of the user.
 *
 * @param withAuthority whether they read its ca.crt too
 * @param digest changes with what they read: a server reads it only at its start
 */
public record MountedCertificate(
    CertificateFiles files, String secretName, boolean withAuthority, String digest) {

  VolumeProjection source() {
    List<KeyToPath> items =
        Stream.of(CertificateFiles.CERTIFICATE, CertificateFiles.KEY, CertificateFiles.AUTHORITY)
            .filter(key -> withAuthority || !key.equals(CertificateFiles.AUTHORITY))
            .map(key -> new KeyToPathBuilder().withKey(key).withPath(files.path(key)).build())
            .toList();
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(secretName)
        .withItems(items)
        .endSecret()
        .build();
  }

  static Map<String, String> annotations(List<MountedCertificate> certificates) {
    return certificates.stream()
        .collect(Collectors.toMap(MountedCertificate::annotation, MountedCertificate::digest));
  }

  private String annotation() {
    return switch (files) {
      case CLIENTS -> Labels.CERTIFICATE_DIGEST;
      case ROUTES -> Labels.ROUTES_CERTIFICATE_DIGEST;
    };
  }
}
