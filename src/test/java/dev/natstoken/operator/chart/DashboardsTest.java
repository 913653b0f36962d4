package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.metrics.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards ask for metrics that there are, and say what each panel shows. */
class DashboardsTest {

  private static final String OPERATOR = "dashboard.json";
  private static final String SERVERS = "dashboard-servers.json";

  @ParameterizedTest
  @ValueSource(strings = {OPERATOR, SERVERS})
  void everyMetricThatADashboardAsksForIsOne(String name) {
    assertThat(AskedMetrics.existing()).containsAll(AskedMetrics.in(text(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {OPERATOR, SERVERS})
  void everyPanelSaysWhatItShowsAndAsksForSomething(String name) throws Exception {
    List<JsonNode> panels = panels(name);
    assertThat(panels).hasSizeGreaterThan(10).extracting(p -> p.path("id")).doesNotHaveDuplicates();
    assertThat(panels)
        .filteredOn(p -> !p.path("type").asText().equals("row"))
        .allSatisfy(p -> {
          assertThat(p.path("description").asText()).isNotBlank();
          assertThat(p.findValuesAsText("expr")).isNotEmpty().doesNotContain("");
        });
  }

  @Test
  void everyMetricOfOursIsOnTheDashboardOfTheOperator() {
    assertThat(AskedMetrics.in(text(OPERATOR)))
        .containsAll(Arrays.stream(Metric.values()).map(Metric::title).toList());
  }

  @Test
  void theAlertsAskForMetricsThatThereAre() {
    assertThat(AskedMetrics.existing()).containsAll(AskedMetrics.in(Chart.read(AlertsTest.ALERTS)));
  }

  static List<JsonNode> panels(String name) throws Exception {
    return new ObjectMapper().readTree(text(name)).path("panels").valueStream().toList();
  }

  private static String text(String name) {
    return Chart.read(Path.of("helm/nats-token-operator/files", name));
  }
}
