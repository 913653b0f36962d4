package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.BroughtCertificates.SECOND;
import static dev.natstoken.operator.apiserver.BroughtCertificates.SECRET;
import static dev.natstoken.operator.apiserver.BroughtCertificates.TLS;
import static dev.natstoken.operator.apiserver.BroughtCertificates.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.TestCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a certificate that the user brought is told, and the servers run on. */
@Tag("api")
class CertificateMistakesIT {

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

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldAndNothingOfTheServersChanges(Mistake mistake) {
    try (TestNamespace namespace = BroughtCertificates.serving(mistake.spec())) {
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

  private static Map<String, String> without(Map<String, String> versions) {
    versions.keySet().removeAll(Set.of("Secret/" + SECRET, "Secret/" + SECOND));
    return versions;
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
