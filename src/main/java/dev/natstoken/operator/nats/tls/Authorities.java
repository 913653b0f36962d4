package dev.natstoken.operator.nats.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Those who vouch for certificates, as they stand in a ca.crt. */
public record Authorities(List<X509Certificate> certificates) {

  public static final Authorities NONE = new Authorities(List.of());

  /** Throws {@link InvalidCertificateException} if the text holds no certificate. */
  public static Authorities read(String caCrt) {
    return new Authorities(ServerCertificate.certificates(caCrt, CertificateFiles.AUTHORITY));
  }

  /** Those of a text that need not be one; it may be missing or spoilt. */
  public static Authorities ifReadable(Optional<String> caCrt) {
    try {
      return caCrt.map(Authorities::read).orElse(NONE);
    } catch (InvalidCertificateException e) {
      return NONE;
    }
  }

  /** These first, then what of the others is not among them. */
  public Authorities and(Authorities others) {
    return new Authorities(
        Stream.concat(certificates.stream(), others.certificates.stream()).distinct().toList());
  }

  /** In PEM form; empty if there are none. Nothing else that stood in a ca.crt is in it. */
  public Optional<String> text() {
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            certificates.stream().map(ServerCertificate::text).collect(Collectors.joining()));
  }
}
