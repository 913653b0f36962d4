package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts of the chart ask for metrics that there are. */
@EndToEnd
class MonitoringE2E {

  private static final Pattern METRIC = Pattern.compile("\\b(operator_sdk|jvm|natstoken)_\\w+");

  /** It begins with the first failure. */
  private static final String FAILURES = "operator_sdk_reconciliations_failed_total";

  /** There are series of them in a rotation, with a certificate or with a schedule. */
  private static final Set<Metric> AT_TIMES =
      Set.of(
          Metric.ROTATION_PHASE,
          Metric.ROTATION_START,
          Metric.OVERLAP_END,
          Metric.FORMER_TOKEN_CONNECTIONS,
          Metric.CERTIFICATE_EXPIRY,
          Metric.NEXT_ROTATION);

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void everyMetricOfTheDashboardAndTheAlertsIsExposed() throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of());
      servers.awaitReady();
      Set<String> asked = asked();
      assertThat(asked).hasSizeGreaterThan(5).contains(FAILURES, "natstoken_operator_conditions");
      asked.remove(FAILURES);
      AT_TIMES.forEach(metric -> asked.remove(metric.title()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(exposed()).containsAll(asked));
    }
  }

  private static Set<String> asked() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String file : new String[] {"files/dashboard.json", "files/alerts.yaml"}) {
      String text = Files.readString(Path.of("helm/nats-token-operator", file));
      METRIC.matcher(text).results().forEach(match -> names.add(match.group()));
    }
    return names;
  }

  private Set<String> exposed() {
    return operator.pods().stream()
        .flatMap(pod -> InstalledOperator.metrics(pod).lines())
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }
}
