package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.MountedCertificate;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class CertificatesTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid", Map.of());
  private static final TestAuthority AUTHORITY = new TestAuthority("authority");
  private static final String[] NAMES = {"orders-nats.shop.svc", "*.orders-nats-headless.shop.svc"};

  @Test
  void theNamesAndUsagesInTheExampleAreEnough() throws IOException {
    String[] example = Files.readString(Path.of("docs/examples/tls.yaml")).split("---\n", 2);
    var certificate = Serialization.unmarshal(example[0], GenericKubernetesResource.class);
    List<String> names = certificate.get("spec", "dnsNames");
    assertThat(certificate.<List<String>>get("spec", "usages"))
        .contains("server auth", "client auth");
    NatsTokenAuthSpec spec =
        Serialization.unmarshal(example[1], NatsTokenAuth.class).specOrDefaults();
    Secret secret = secret(Request.of(names.toArray(String[]::new)));
    String secretName = certificate.get("spec", "secretName");
    Certificates read =
        Certificates.read(
            spec,
            OWNER,
            name -> name.equals(secretName) ? Optional.of(secret) : Optional.empty(),
            Instant.now());
    assertThat(read.mounted())
        .extracting(MountedCertificate::files)
        .containsExactly(CertificateFiles.CLIENTS, CertificateFiles.ROUTES);
  }

  @Test
  void theCertificateForRoutesNeedsTheNamesOfTheServersAlone() {
    String spec = "tls: {secretName: clients, routes: {secretName: routes}}";
    Secret clients = secret(Request.of(NAMES).only(KeyPurposeId.id_kp_serverAuth));
    Secret routes = secret(Request.of(NAMES[1]));
    assertThat(read(spec, n -> n.equals("clients") ? clients : routes).mounted()).hasSize(2);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(spec, n -> n.equals("clients") ? routes : clients))
        .withMessageContaining("not valid for orders-nats.shop.svc");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(spec, n -> clients))
        .withMessageContaining("spec.tls.routes.secretName")
        .withMessageContaining("not for clients");
  }

  @Test
  void anExternalNameBelongsToTheNames() {
    String spec = "service: {externalHost: nats.example.com}\ntls: {secretName: clients}";
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(spec, n -> secret(Request.of(NAMES))))
        .withMessageContaining("not valid for nats.example.com");
  }

  @Test
  void anEmptyAuthorityIsNone() {
    Secret secret = secret(Request.of(NAMES));
    secret.getData().put("ca.crt", "");
    Certificates read = read("tls: {secretName: clients}", n -> secret);
    assertThat(read.clients().orElseThrow().authorityText()).isEmpty();
  }

  @Test
  void aServerIsLoggedInToAsItWasWhenItStarted() {
    Secret secret = secret(Request.of(NAMES));
    Certificates read = read("tls: {secretName: clients}", n -> secret);
    assertThat(read.login(pod(Map.of()), OWNER)).isEmpty();
    assertThat(read.login(pod(Map.of(Labels.CERTIFICATE_DIGEST, "sha256:former")), OWNER))
        .isPresent();
    assertThat(
            Certificates.NONE.login(pod(Map.of(Labels.CERTIFICATE_DIGEST, "sha256:former")), OWNER))
        .isPresent();
  }

  private static Pod pod(Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-nats-0")
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  private static Certificates read(String spec, Function<String, Secret> secrets) {
    return Certificates.read(
        Serialization.unmarshal(spec, NatsTokenAuthSpec.class),
        OWNER,
        name -> Optional.of(secrets.apply(name)),
        Instant.now());
  }

  private static Secret secret(Request request) {
    SecretBuilder secret = new SecretBuilder().withNewMetadata().withName("any").endMetadata();
    AUTHORITY
        .issue(request)
        .data()
        .forEach((key, text) -> secret.addToData(key, SecretText.encode(text)));
    return secret.build();
  }
}
