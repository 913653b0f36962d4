package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each alert has a runbook and a case in which it fires. */
class AlertsTest {

  static final Path ALERTS = Path.of("helm/nats-token-operator/files/alerts.yaml");
  static final Path CASES = Path.of("src/test/resources/alerts/cases.yaml");

  private static final Path RUNBOOKS = Path.of("docs/alerts.md");
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^### (NatsToken\\w+)\\n(.*?)(?=^##|\\z)");

  @Test
  void everyAlertHasARunbookAndEveryRunbookAnAlert() {
    assertThat(sections().map(section -> section.group(1)))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void aRunbookSaysWhatItMeansWhatToLookAtAndWhatToDo() {
    assertThat(sections().map(section -> section.group(2)))
        .isNotEmpty()
        .allSatisfy(text ->
            assertThat(text).containsSubsequence("**Means:** ", "**Look at:** ", "**Do:** "));
  }

  @Test
  void everyAlertHasCasesForPromtool() {
    List<String> cases =
        List.copyOf(read(CASES).properties()).stream().map(e -> e.getKey()).toList();
    assertThat(cases).containsExactlyElementsOf(names());
  }

  @Test
  void anAlertOfAResourceNamesIt() {
    assertThat(alerts().filter(a -> a.path("of").asText().equals("resource")))
        .filteredOn(a -> !a.path("alert").asText().equals("NatsTokenResourcesUnnamed"))
        .isNotEmpty()
        .allSatisfy(a -> {
          assertThat(a.path("summary").asText()).contains("$WHO");
          assertThat(a.path("expr").asText()).contains("(resource_namespace, resource");
        });
  }

  private static Stream<MatchResult> sections() {
    return SECTION.matcher(Chart.read(RUNBOOKS)).results();
  }

  private static List<String> names() {
    return alerts().map(a -> a.path("alert").asText()).toList();
  }

  private static Stream<JsonNode> alerts() {
    return read(ALERTS).valueStream();
  }

  static JsonNode read(Path yaml) {
    return Serialization.unmarshal(Chart.read(yaml), JsonNode.class);
  }
}
