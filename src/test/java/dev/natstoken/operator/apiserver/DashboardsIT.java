package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.health.Answer;
import dev.natstoken.operator.health.HealthServer;
import io.nats.client.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus reads the operator in the middle of a rotation: each panel of its dashboard has
 * something to show.
 */
@Tag("api")
class DashboardsIT {

  private static final Path DASHBOARD = Path.of("helm/nats-token-operator/files/dashboard.json");

  @TempDir Path folder;

  @Test
  void everyPanelShowsSomethingOfARotation() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h");
        Connection late = servers.connect(0, servers.token(), "late")) {
      assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      servers.request("1");
      servers.awaitOverlap(1);
      TestOperator operator = servers.namespace().operator();
      try (HealthServer port =
              new HealthServer(
                  0, 0, () -> Answer.ok("ok\n"), () -> true, operator::scrape, Clock.systemUTC());
          TestPrometheus prometheus = TestPrometheus.reading(port.metricsPort(), folder)) {
        for (JsonNode panel : panels()) {
          String title = panel.path("title").asText();
          TestNamespace.await("a value of the panel " + title)
              .until(() -> shows(prometheus, panel));
        }
      }
    }
  }

  private static boolean shows(TestPrometheus prometheus, JsonNode panel) throws Exception {
    for (String query : panel.findValuesAsText("expr")) {
      if (!prometheus.values(query.replace("$__rate_interval", "10s")).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<JsonNode> panels() throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    new ObjectMapper()
        .readTree(Files.readString(DASHBOARD))
        .path("panels")
        .forEach(panel -> {
          if (!panel.path("type").asText().equals("row")) {
            panels.add(panel);
          }
        });
    assertThat(panels).hasSizeGreaterThan(10);
    return panels;
  }
}
