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
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.CertificateFiles;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
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
  private static final Authorities FORMER = Authorities.read(new TestAuthority("former").pem());
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
    assertThat(read.clients().orElseThrow().authorities().text()).isEmpty();
  }

  @Test
  void whetherAServerHasTlsTheStatefulSetSaysAndNotItsPod() {
    Certificates read = read("tls: {secretName: clients}", n -> secret(Request.of(NAMES)));
    assertThat(read.login(pod("old", "any"), OWNER, live("", "new"), Authorities.NONE)).isEmpty();
    assertThat(read.login(pod("new", ""), OWNER, live("any", "new"), Authorities.NONE)).isPresent();
    assertThat(Certificates.NONE.login(pod("new", ""), OWNER, live("any", "new"), FORMER))
        .hasValueSatisfying(login -> assertThat(login.judges()).isTrue());
    assertThat(Certificates.NONE.login(pod("new", ""), OWNER, live("any", "new"), Authorities.NONE))
        .hasValueSatisfying(login -> assertThat(login.judges()).isFalse());
  }

  @Test
  void onlyAServerThatMustHaveTheNewestCertificateIsAtFaultForAnother() {
    Certificates read = read("tls: {secretName: clients}", n -> secret(Request.of(NAMES)));
    String newest = read.mounted().get(0).digest();
    assertThat(read.login(pod("new", ""), OWNER, live(newest, "new"), FORMER))
        .hasValueSatisfying(login -> assertThat(login.certain()).isTrue());
    assertThat(read.login(pod("old", newest), OWNER, live(newest, "new"), FORMER))
        .hasValueSatisfying(login -> assertThat(login.certain()).isFalse());
    assertThat(read.login(pod("new", newest), OWNER, live("former", "new"), FORMER))
        .hasValueSatisfying(login -> assertThat(login.certain()).isFalse());
  }

  @Test
  void aCertificateIsTakenUpWhenEveryServerStartedWithIt() {
    Certificates read = read("tls: {secretName: clients}", n -> secret(Request.of(NAMES)));
    String newest = read.mounted().get(0).digest();
    assertThat(read.areTakenUp(List.of(pod("new", "")), Optional.of(live(newest, "new")))).isTrue();
    assertThat(read.areTakenUp(List.of(pod("old", "")), Optional.of(live(newest, "new"))))
        .isFalse();
    assertThat(read.areTakenUp(List.of(), Optional.of(live("former", "new")))).isFalse();
    assertThat(Certificates.NONE.areTakenUp(List.of(), Optional.of(live("former", "new"))))
        .isFalse();
    assertThat(read.areTakenUp(List.of(), Optional.empty())).isTrue();
  }

  private static StatefulSet live(String certificate, String revision) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withGeneration(1L)
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .withAnnotations(
            certificate.isEmpty() ? Map.of() : Map.of(Labels.CERTIFICATE_DIGEST, certificate))
        .endMetadata()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(1L)
        .withUpdateRevision(revision)
        .endStatus()
        .build();
  }

  private static Pod pod(String revision, String certificate) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-nats-0")
        .withLabels(Map.of("controller-revision-hash", revision))
        .withAnnotations(Map.of(Labels.CERTIFICATE_DIGEST, certificate))
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
