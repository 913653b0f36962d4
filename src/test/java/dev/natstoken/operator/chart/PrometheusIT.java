package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Alerts and dashboard are understood by those who read them. That there are the metrics that they
 * ask for, MonitoringE2E shows.
 */
@Tag("api")
class PrometheusIT {

  private static final Path RUNBOOK = Path.of("docs/troubleshooting.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^### (NatsToken\\w+)$");

  @Test
  void prometheusUnderstandsEveryAlert() throws Exception {
    List<String> expressions = rules().findValuesAsText("expr");
    assertThat(expressions).hasSizeGreaterThan(4);
    assertUnderstood(expressions);
  }

  @Test
  void everyAlertIsExplainedAndSaysHowBadItIs() {
    List<String> alerts = alerts().findValuesAsText("alert");
    assertThat(HEADING.matcher(Chart.read(RUNBOOK)).results())
        .extracting(heading -> heading.group(1))
        .containsExactlyElementsOf(alerts);
    assertThat(alerts().findValuesAsText("severity")).hasSameSizeAs(alerts);
    assertThat(alerts().findValuesAsText("summary")).hasSameSizeAs(alerts).doesNotContain("");
    assertThat(alerts().findValuesAsText("description")).hasSameSizeAs(alerts).doesNotContain("");
  }

  @Test
  void everyAlertLeadsToItsHeading() {
    assertThat(alerts().findValuesAsText("runbook_url"))
        .containsExactlyElementsOf(
            alerts().findValuesAsText("alert").stream()
                .map(name -> "https://docs.example.com/#" + name.toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void grafanaReadsTheDashboardAndPrometheusItsQueries() throws Exception {
    JsonNode panels = dashboard().path("panels");
    assertThat(panels.findValuesAsText("id")).isNotEmpty().doesNotHaveDuplicates();
    assertThat(panels.findValuesAsText("uid")).containsOnly("${datasource}");
    assertUnderstood(
        panels.findValuesAsText("expr").stream()
            .map(text -> text.replace("$__rate_interval", "5m"))
            .toList());
  }

  private static JsonNode rules() {
    return content("PrometheusRule").at("/spec/groups");
  }

  /** Those of the chart, without the user's. */
  private static JsonNode alerts() {
    return rules().path(0).path("rules");
  }

  private static JsonNode dashboard() throws IOException {
    String text = content("ConfigMap").at("/data/nats-token-operator.json").asText();
    return new ObjectMapper().readTree(text);
  }

  private static JsonNode content(String kind) {
    GenericKubernetesResource object =
        Helm.FOUR.objects(ChartIT.values("everything")).stream()
            .filter(o -> o.getKind().equals(kind))
            .filter(o -> !o.getMetadata().getName().endsWith("-extra"))
            .findFirst()
            .orElseThrow();
    return Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
  }

  private static void assertUnderstood(List<String> expressions)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(System.getProperty("tools.bin") + "/promql")
            .redirectErrorStream(true)
            .start();
    try (var input = process.getOutputStream()) {
      input.write(String.join("\n", expressions).getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).hasSizeGreaterThanOrEqualTo(expressions.size());
  }
}
