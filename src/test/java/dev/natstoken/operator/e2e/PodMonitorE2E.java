package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.apiserver.MonitoringCrds;
import dev.natstoken.operator.desired.PodMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * With the rights that the chart grants. The exporter's own program is not at hand, so its pods
 * never get ready here; the PodMonitor does not wait for them.
 */
@EndToEnd
class PodMonitorE2E {

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void itComesAndChangesAndGoesWithTheSpec() {
    MonitoringCrds.install(operator.client());
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec(true, "30s"));
      await(servers, "30s");
      servers.apply(spec(true, "1m"));
      await(servers, "1m");
      servers.apply(spec(false, "1m"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(monitor(servers)).isNull());
    }
  }

  private void await(TestServers servers, String interval) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(monitor(servers))
                .isNotNull()
                .extracting(m -> m.getSpec().podMetricsEndpoints())
                .isEqualTo(
                    List.of(new PodMonitor.Endpoint("metrics", "/metrics", interval, null))));
  }

  private PodMonitor monitor(TestServers servers) {
    return operator
        .client()
        .resources(PodMonitor.class)
        .inNamespace(servers.namespace())
        .withName("orders-nats")
        .get();
  }

  private static Map<String, ?> spec(boolean enabled, String interval) {
    return Map.of(
        "monitoring",
        Map.of(
            "exporter", Map.of("enabled", true),
            "podMonitor", Map.of("enabled", enabled, "interval", interval)));
  }
}
