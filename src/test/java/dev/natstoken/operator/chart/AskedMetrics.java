package dev.natstoken.operator.chart;

import dev.natstoken.operator.metrics.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that alerts and dashboards ask for, and those that there are. */
final class AskedMetrics {

  /** Those that prometheus-nats-exporter has with the flags of the operator. */
  private static final Path OF_THE_EXPORTER = Path.of("src/test/resources/exporter/metrics.txt");

  /** Those of libraries; that they are exposed, DashboardsIT shows. */
  private static final List<String> OF_LIBRARIES =
      List.of(
          "operator_sdk_reconciliations_started_total",
          "operator_sdk_reconciliations_success_total",
          "operator_sdk_reconciliations_failed_total",
          "operator_sdk_controllers_execution_reconcile_seconds_bucket",
          "operator_sdk_controllers_execution_reconcile_seconds_max",
          "operator_sdk_events_received_total",
          "jvm_memory_used_bytes",
          "jvm_memory_max_bytes");

  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(natstoken|operator_sdk|jvm|nats_(varz|connz|routez|server|stream|consumer))_\\w+");

  private AskedMetrics() {}

  static Set<String> in(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  static Set<String> existing() {
    return Stream.of(
            Arrays.stream(Metric.values()).map(Metric::title),
            Chart.read(OF_THE_EXPORTER).lines(),
            OF_LIBRARIES.stream())
        .flatMap(names -> names)
        .collect(Collectors.toSet());
  }
}
