package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What kubectl natstoken status shows, and of whose texts it takes nothing for more than a text.
 */
@Tag("api")
class PluginStatusIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theStatusTellsOfEachServerItsTokenAndTheDaysOfTheCertificate() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.certificates().put("orders-tls");
      namespace.startOperator();
      namespace.apply(Map.of("replicas", 2, "tls", Map.of("secretName", "orders-tls")));
      namespace.awaitReady();
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());

      String text = kubectl.natstoken("status", "orders").done();
      assertThat(text)
          .contains("NatsTokenAuth orders in the namespace " + namespace.name())
          .contains("Ready        True, Serving: All 2 servers are ready")
          .contains("Verified     True, Proved: ")
          .contains("2/2 ready", "tls://orders-nats." + namespace.name() + ".svc:4222")
          .containsPattern("orders-nats-0 +token 1 +Ready")
          .containsPattern("Certificate  orders-tls: until 20\\d\\d-.*Z, \\d+ days left")
          .contains("Rotation     none");

      JsonNode status = JSON.readTree(kubectl.natstoken("status", "orders", "-o", "json").done());
      assertThat(status.at("/status/servers").asText()).isEqualTo("2/2");
      assertThat(status.at("/servers")).hasSize(2);
      assertThat(status.at("/servers/0/token").asInt()).isEqualTo(1);
      assertThat(status.at("/certificates/0/daysLeft").isInt()).isTrue();
      assertThat(status.at("/certificates/0/notAfter").asText())
          .isEqualTo(notAfter(namespace, "orders-tls"));
      assertThat(kubectl.natstoken("status").done()).contains("orders", "SERVERS", "2/2");
    }
  }

  private static String notAfter(TestNamespace namespace, String secret) throws Exception {
    String pem = SecretText.of(namespace.object(Secret.class, secret).get(), "tls.crt");
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    return certificate.getNotAfter().toInstant().toString();
  }

  /** Whoever may write the status must not run commands where somebody reads it. */
  @Test
  void noTextOfTheStatusIsRunOrTakenForAnotherField() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      for (String field : List.of("endpoint", "selector", "version")) {
        putStatus(namespace, Map.of(field, "x\nz[$(>run-by-name)] y\ngeneration a[$(>run)]"));
        // What is no selector is refused by the API server.
        kubectl.natstoken("status", "orders");
        kubectl.natstoken("rotate", "orders").done();
      }
      putStatus(
          namespace,
          Map.of(
              "endpoint",
              "nats://x\nphase Split\u001b[1m",
              "rotation",
              Map.of(
                  "phase",
                  "Overlap\nto a[$(>run)]",
                  "overlapEndsAt",
                  "a[$(>run)]",
                  "stragglers",
                  List.of(Map.of("ip", "10.0.0.1\nz[$(>run-by-name)] y")))));
      assertThat(kubectl.natstoken("status", "orders").done())
          .contains("nats://x phase Split\\x1b[1m", "10.0.0.1 z[$(>run-by-name)] y");
      kubectl.natstoken("clients", "orders").done();
      assertThat(kubectl.home().resolve("run-by-name")).doesNotExist();
      assertThat(kubectl.home().resolve("run")).doesNotExist();
    }
  }

  /** Says what the operator would, were it there. */
  static void putStatus(TestNamespace namespace, Map<String, ?> status) {
    AsUser.editStatus(
        ApiServer.get()
            .client()
            .genericKubernetesResources("natstoken.dev/v1alpha1", "NatsTokenAuth")
            .inNamespace(namespace.name())
            .withName("orders"),
        r -> {
          r.setAdditionalProperty("status", status);
          return r;
        });
  }
}
