package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Alerts and dashboard are understood by those who read them. That there are the metrics that they
 * ask for, MonitoringE2E shows.
 */
@Tag("api")
class PrometheusIT {

  private static final Pattern PODS =
      Pattern.compile("namespace=\"([^\"]*)\",pod=~\"([^\"]*)-\\.\\*\"");

  @TempDir Path folder;

  @Test
  void prometheusUnderstandsEveryAlert() throws Exception {
    List<String> expressions = rules().findValuesAsText("expr");
    assertThat(expressions).hasSizeGreaterThan(4);
    assertUnderstood(expressions);
  }

  @Test
  void everyAlertSaysWhatItIsAndHowBad() {
    List<String> alerts = alerts().findValuesAsText("alert");
    assertThat(alerts)
        .containsExactlyElementsOf(AlertsTest.read(AlertsTest.ALERTS).findValuesAsText("alert"));
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

  /** Which of them, and with what, src/test/resources/alerts/cases.yaml says. */
  @Test
  void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    Files.writeString(
        folder.resolve("rules.yml"), Serialization.asYaml(content("PrometheusRule").path("spec")));
    Matcher pods = PODS.matcher(alerts().findValuesAsText("expr").getFirst());
    assertThat(pods.find()).isTrue();
    String labels = "namespace=\"%s\",pod=\"%s-0\"".formatted(pods.group(1), pods.group(2));
    Path tests =
        Files.writeString(
            folder.resolve("tests.yml"),
            PromtoolTests.of("rules.yml", AlertsTest.read(AlertsTest.CASES), labels).toString());
    Process process =
        new ProcessBuilder(
                System.getProperty("tools.bin") + "/promtool", "test", "rules", tests.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats-token-operator", "nats-token-servers"})
  void grafanaReadsADashboardAndPrometheusItsQueries(String name) throws Exception {
    JsonNode panels = dashboard(name).path("panels");
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

  private static JsonNode dashboard(String name) throws IOException {
    String text = content("ConfigMap").path("data").path(name + ".json").asText();
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
