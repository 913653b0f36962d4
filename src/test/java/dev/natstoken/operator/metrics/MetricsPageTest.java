package dev.natstoken.operator.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.GoldenFile;
import dev.natstoken.operator.metrics.Metric.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of metrics is what the enum says, and the enum keeps to Prometheus' conventions. */
@Execution(ExecutionMode.SAME_THREAD) // Two sections are in one file, which an update writes.
class MetricsPageTest {

  private static final Path PAGE = Path.of("docs/reference/metrics.md");

  @Test
  void thePageShowsTheMetricsOfAResource() {
    GoldenFile.sectionMatches(PAGE, "resource", table(m -> m.kind() == Kind.RESOURCE));
  }

  @Test
  void thePageShowsTheMetricsOfTheOperator() {
    GoldenFile.sectionMatches(PAGE, "operator", table(m -> m.kind() != Kind.RESOURCE));
  }

  @ParameterizedTest
  @EnumSource
  void aNameKeepsToTheConventions(Metric metric) {
    assertThat(metric.title()).matches("natstoken(_[a-z]+)+");
    assertThat(metric.title().endsWith("_total")).isEqualTo(metric.kind() == Kind.COUNTER);
    assertThat(metric.title().startsWith("natstoken_operator_"))
        .isEqualTo(metric.kind() != Kind.RESOURCE);
    assertThat(metric.help().startsWith("When "))
        .isEqualTo(metric.title().endsWith("_timestamp_seconds"));
    assertThat(metric.help()).doesNotEndWith(".");
    assertThat(metric.labels()).doesNotContain("namespace", "pod", "job", "instance", "le");
  }

  private static String table(Predicate<Metric> which) {
    return Stream.concat(
            Stream.of("| metric | labels | meaning |", "|---|---|---|"),
            Arrays.stream(Metric.values()).filter(which).map(MetricsPageTest::row))
        .collect(joining("\n", "", "\n"));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s |".formatted(metric.title(), labels(metric.labels()), metric.help());
  }

  private static String labels(List<String> labels) {
    return labels.stream().map(label -> "`" + label + "`").collect(joining(", "));
  }
}
