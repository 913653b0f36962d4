package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.BroughtCertificates.SECOND;
import static dev.natstoken.operator.apiserver.BroughtCertificates.SECRET;
import static dev.natstoken.operator.apiserver.BroughtCertificates.TLS;
import static dev.natstoken.operator.apiserver.BroughtCertificates.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestCertificate;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TLS with the certificates of a Secret that the user brought. */
@Tag("api")
class CertificatesIT {

  private static final Map<String, ?> ROUTES =
      Map.of("tls", Map.of("secretName", SECRET, "routes", Map.of("secretName", SECOND)));

  @Test
  void theServersStartWhenTheSecretComesAndClientsFindAllTheyNeed() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.apply(TLS);
      assertThat(namespace.awaitStalled("TlsSecretMissing").getMessage())
          .contains("Secret certificate", "spec.tls.secretName");
      assertThat(namespace.objects().keySet()).doesNotContain("StatefulSet/orders-nats");

      TestCertificate certificate = namespace.certificates().put(SECRET);
      namespace.awaitReady();
      Secret token = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
      assertThat(SecretText.of(token, "ca.crt")).isEqualTo(certificate.caCrt());
      assertThat(SecretText.of(token, "servers")).startsWith("tls://orders-nats-0.");
      assertThat(SecretText.of(token, "url")).startsWith("tls://" + namespace.token() + "@");
      assertThat(namespace.get().getStatus().endpoint()).startsWith("tls://");
      assertThat(token.getData().toString()).doesNotContain(certificate.tlsKey());
    }
  }

  @Test
  void tlsBeginsAndEndsAndClientsAreToldOfItOnlyWhileEveryServerHasIt() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      namespace.certificates().put(SECRET);
      namespace.apply(TLS);
      TestNamespace.await("a roll")
          .until(() -> template(namespace).containsKey("natstoken.dev/certificate-digest"));
      assertThat(servers(namespace)).startsWith("nats://");
      namespace.awaitReady();
      namespace.awaitUntil("clients are told", r -> servers(namespace).startsWith("tls://"));

      namespace.apply(Map.of());
      TestNamespace.await("clients are told").until(() -> servers(namespace).startsWith("nats://"));
      namespace.awaitReady();
      assertThat(template(namespace)).doesNotContainKey("natstoken.dev/certificate-digest");
      namespace.awaitUntil(
          "no authority is told", r -> !tokenData(namespace).containsKey("ca.crt"));
    }
  }

  @Test
  void aRenewedCertificateIsTakenUpByARollAndTheTokenStays() {
    try (TestNamespace namespace = BroughtCertificates.serving(ROUTES)) {
      String token = namespace.token();
      for (String secret : new String[] {SECRET, SECOND}) {
        String digest = namespace.get().getStatus().configDigest();
        String pod = podUid(namespace);
        namespace.certificates().put(secret);
        namespace.awaitUntil("a new server", r -> !pod.equals(podUid(namespace)));
        namespace.awaitReady();
        assertThat(namespace.get().getStatus().configDigest()).isEqualTo(digest);
      }
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void anotherSecretIsFollowedAndTheFormerOneNoMore() {
    try (TestNamespace namespace = BroughtCertificates.serving(TLS)) {
      namespace.apply(Map.of("tls", Map.of("secretName", SECOND)));
      namespace.awaitReady();
      String pod = podUid(namespace);
      namespace.object(Secret.class, SECRET).delete();
      namespace.certificates().put(SECOND);
      namespace.awaitUntil("a new server", r -> !pod.equals(podUid(namespace)));
      namespace.awaitReady();
    }
  }

  @Test
  void aRotationGoesThroughOverTls() {
    try (TestNamespace namespace = BroughtCertificates.serving(VERIFY)) {
      String before = namespace.token();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(before);
      assertThat(servers(namespace)).startsWith("tls://");
    }
  }

  @Test
  void whileAnAuthorityIsReplacedClientsTrustBothAndNoServerLosesItsProof() {
    try (TestNamespace namespace = BroughtCertificates.serving(with(2, "0s", TLS))) {
      String former = caCrt(namespace);
      TestCertificate next = namespace.certificates().put(SECRET);
      TestNamespace.await("both").until(() -> caCrt(namespace).equals(next.caCrt() + former));
      namespace.awaitReady();
      namespace.awaitUntil("the new one", r -> caCrt(namespace).equals(next.caCrt()));
      namespace.awaitUntil("proved", r -> Reported.isTrue(r, Conditions.VERIFIED));
    }
  }

  @Test
  void anAuthorityThatIsReplacedInARotationHoldsNothingUp() {
    try (TestNamespace namespace = BroughtCertificates.serving(with(2, "1h", TLS));
        RotatingServers servers = new RotatingServers(namespace)) {
      servers.request("1");
      servers.awaitOverlap();
      String former = caCrt(namespace);
      TestCertificate next = namespace.certificates().put(SECRET);
      TestNamespace.await("both").until(() -> caCrt(namespace).equals(next.caCrt() + former));
      namespace.awaitUntil("proved by what it runs", r -> Reported.isTrue(r, Conditions.VERIFIED));
      namespace.apply(with(2, "0s", TLS));
      namespace.awaitReady(r -> RotatingServers.hasOnly(r, 2));
      namespace.awaitUntil("the new one", r -> caCrt(namespace).equals(next.caCrt()));
    }
  }

  @Test
  void tlsThatComesOrGoesInARotationHoldsNothingUp() {
    try (TestNamespace namespace = BroughtCertificates.serving(with(2, "1h", Map.of()));
        RotatingServers servers = new RotatingServers(namespace)) {
      servers.request("1");
      servers.awaitOverlap();
      namespace.apply(with(2, "1h", TLS));
      namespace.operator().awaitReconciliations(2);
      namespace.awaitUntil("proved by what it runs", r -> Reported.isTrue(r, Conditions.VERIFIED));
      assertThat(servers(namespace)).startsWith("nats://");
      namespace.apply(with(2, "0s", TLS));
      namespace.awaitReady(r -> RotatingServers.hasOnly(r, 2));
      namespace.awaitUntil("clients are told", r -> servers(namespace).startsWith("tls://"));

      namespace.apply(with(2, "1h", TLS));
      servers.request("2");
      servers.awaitOverlap();
      namespace.apply(with(2, "1h", Map.of()));
      TestNamespace.await("clients are told").until(() -> servers(namespace).startsWith("nats://"));
      namespace.operator().awaitReconciliations(2);
      namespace.awaitUntil("proved by what it runs", r -> Reported.isTrue(r, Conditions.VERIFIED));
      namespace.apply(with(2, "0s", Map.of()));
      namespace.awaitReady(r -> RotatingServers.hasOnly(r, 3));
      assertThat(template(namespace)).doesNotContainKey("natstoken.dev/certificate-digest");
    }
  }

  private static Map<String, ?> with(int replicas, String overlap, Map<String, ?> spec) {
    Map<String, Object> all = new HashMap<>(spec);
    all.putAll(RotatingServers.spec(replicas, overlap));
    return all;
  }

  private static String caCrt(TestNamespace namespace) {
    Secret token = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    return SecretText.of(token, "ca.crt");
  }

  private static Map<String, String> template(TestNamespace namespace) {
    return namespace
        .object(StatefulSet.class, "orders-nats")
        .get()
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations();
  }

  private static Map<String, String> tokenData(TestNamespace namespace) {
    return namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get().getData();
  }

  private static String servers(TestNamespace namespace) {
    Secret token = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    return SecretText.of(token, "servers");
  }

  private static String podUid(TestNamespace namespace) {
    return namespace.object(Pod.class, "orders-nats-0").get().getMetadata().getUid();
  }
}
