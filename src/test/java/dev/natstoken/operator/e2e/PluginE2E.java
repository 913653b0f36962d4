package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.Kubectl;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What kubectl natstoken needs running pods for: who is connected, and logs. */
@EndToEnd
class PluginE2E {

  private static final int SERVERS = 2;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void everyClientIsNamedAndTheReportHasTheLogs() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", SERVERS));
      servers.awaitReady();
      Kubectl kubectl =
          new Kubectl(Files.readString(Path.of(System.getenv("KUBECONFIG"))), servers.namespace());
      assertThat(kubectl.natstoken("status", "orders").done())
          .contains("2/2 ready")
          .containsPattern("orders-nats-1 +token 1 +Ready");

      String host = TestServers.host(servers.pods().getFirst());
      try (Connection client = Login.connect(host, servers.token())) {
        assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        JsonNode clients =
            new ObjectMapper()
                .readTree(
                    kubectl.natstoken("clients", "orders", "--all", "--output", "json").done());
        assertThat(clients.path("clients"))
            .anySatisfy(c -> {
              assertThat(c.path("server").asText()).isEqualTo("orders-nats-0");
              assertThat(c.path("library").asText()).startsWith("java ");
            });
      }

      kubectl.natstoken("report", "orders", "--file", "report.tar.gz").done();
      String text = unpacked(kubectl.home().resolve("report.tar.gz"));
      assertThat(text)
          .contains("Server is ready", "kind: NatsTokenAuth", "(hash)")
          .doesNotContain(servers.token())
          .doesNotContainPattern("[$]2[abxy][$]");

      kubectl.natstoken("rotate", "orders").done();
      servers.awaitStatus(s -> s.rotation() != null);
      kubectl.natstoken("revoke", "orders", "--yes", "--wait", "--timeout", "3m").done();
      servers.assertServing(SERVERS);
      assertThat(kubectl.seen()).doesNotContain(servers.token());
    }
  }

  private static String unpacked(Path archive) throws Exception {
    Process tar = new ProcessBuilder("tar", "-xzOf", archive.toString()).start();
    return new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
