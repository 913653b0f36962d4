package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.TestCertificate;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS with the certificates of a Secret that the user brought. */
@Tag("api")
class CertificatesIT {

  private static final String SECRET = "certificate";
  private static final Map<String, ?> TLS = Map.of("tls", Map.of("secretName", SECRET));
  private static final Map<String, ?> VERIFY =
      Map.of("tls", Map.of("secretName", SECRET, "verifyClients", true));
  private static final Map<String, ?> ROUTES =
      Map.of("tls", Map.of("secretName", SECRET, "routes", Map.of("secretName", "certificate-2")));

  /** Makes of the names that are needed what stands in the Secret then. */
  record Mistake(
      String reason,
      String words,
      Map<String, ?> spec,
      Function<String[], Map<String, String>> data) {

    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("TlsSecretMissing", "does not exist", TLS, hosts -> Map.of()),
        new Mistake("TlsSecretMissing", "Key tls.key", TLS, hosts -> without(hosts, "tls.key")),
        new Mistake("TlsSecretMissing", "Key tls.crt", TLS, hosts -> without(hosts, "tls.crt")),
        new Mistake("InvalidCertificate", "ca.crt is miss", VERIFY, h -> without(h, "ca.crt")),
        new Mistake(
            "InvalidCertificate",
            "tls.crt holds no certificate",
            TLS,
            hosts -> with(hosts, "tls.crt", "garbage")),
        new Mistake(
            "InvalidCertificate",
            "tls.key holds no private key",
            TLS,
            hosts -> with(hosts, "tls.key", "garbage")),
        new Mistake(
            "InvalidCertificate",
            "does not belong to the certificate",
            TLS,
            hosts -> with(hosts, "tls.key", issue(Request.of(hosts)).tlsKey())),
        new Mistake(
            "InvalidCertificate",
            "does not lead to ca.crt",
            TLS,
            hosts -> with(hosts, "ca.crt", new TestAuthority("stranger").pem())),
        new Mistake(
            "InvalidCertificate",
            "expired at",
            TLS,
            h -> issue(Request.of(h).until(Instant.now().minus(Duration.ofMinutes(5)))).data()),
        new Mistake(
            "InvalidCertificate",
            "not valid for orders-nats.",
            TLS,
            hosts -> issue(Request.of(hosts[0])).data()),
        new Mistake(
            "InvalidCertificate",
            "not for clients",
            VERIFY,
            h -> issue(Request.of(h).only(KeyPurposeId.id_kp_serverAuth)).data()));
  }

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
    try (TestNamespace namespace = serving(ROUTES)) {
      String token = namespace.token();
      for (String secret : new String[] {SECRET, "certificate-2"}) {
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
    try (TestNamespace namespace = serving(TLS)) {
      namespace.apply(Map.of("tls", Map.of("secretName", "certificate-2")));
      namespace.awaitReady();
      String pod = podUid(namespace);
      namespace.object(Secret.class, SECRET).delete();
      namespace.certificates().put("certificate-2");
      namespace.awaitUntil("a new server", r -> !pod.equals(podUid(namespace)));
      namespace.awaitReady();
    }
  }

  @Test
  void aRotationGoesThroughOverTls() {
    try (TestNamespace namespace = serving(VERIFY)) {
      String before = namespace.token();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(before);
      assertThat(servers(namespace)).startsWith("tls://");
    }
  }

  @Test
  void whileAnAuthorityIsReplacedClientsTrustBothAndNoServerLosesItsProof() {
    try (TestNamespace namespace = serving(with(2, "0s", TLS))) {
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
    try (TestNamespace namespace = serving(with(2, "1h", TLS));
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
    try (TestNamespace namespace = serving(with(2, "1h", Map.of()));
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

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldAndNothingOfTheServersChanges(Mistake mistake) {
    try (TestNamespace namespace = serving(mistake.spec())) {
      Map<String, String> versions = without(namespace.versions());
      namespace.object(Secret.class, SECRET).delete();
      Map<String, String> data = mistake.data().apply(namespace.certificates().hosts());
      if (!data.isEmpty()) {
        namespace.putSecret(SECRET, data);
      }
      TestNamespace.await("the mistake is told")
          .untilAsserted(() ->
              assertThat(namespace.awaitStalled(mistake.reason()).getMessage())
                  .contains("Secret certificate", mistake.words()));
      assertThat(namespace.get().toString()).doesNotContain("-----");
      assertThat(without(namespace.versions())).isEqualTo(versions);

      namespace.certificates().put(SECRET);
      namespace.awaitReady();
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  private static TestNamespace serving(Map<String, ?> spec) {
    TestNamespace namespace = new TestNamespace();
    namespace.certificates().put(SECRET);
    namespace.certificates().put("certificate-2");
    namespace.startOperator();
    namespace.apply(spec);
    namespace.awaitReady();
    return namespace;
  }

  private static Map<String, String> without(Map<String, String> versions) {
    versions.keySet().removeAll(Set.of("Secret/certificate", "Secret/certificate-2"));
    return versions;
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

  private static TestCertificate issue(Request request) {
    return new TestAuthority("authority").issue(request);
  }

  private static Map<String, String> with(String[] hosts, String key, String text) {
    Map<String, String> data = issue(Request.of(hosts)).data();
    data.put(key, text);
    return data;
  }

  private static Map<String, String> without(String[] hosts, String key) {
    Map<String, String> data = issue(Request.of(hosts)).data();
    data.remove(key);
    return data;
  }
}
