package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.GoldenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The chart's README lists every value with what values.yaml says about it. */
class ChartReadmeTest {

  private static final String BEGIN = "<!-- values:begin -->\n";
  private static final String END = "<!-- values:end -->";

  @Test
  void theReadmeShowsTheValues() {
    String text = Chart.read(Chart.README);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the README has the marker %s", BEGIN.strip()).isNotNegative();
    assertThat(end).as("the README has the marker %s after it", END).isGreaterThan(begin);
    GoldenFile.matches(
        Chart.README.toAbsolutePath(),
        text.substring(0, begin + BEGIN.length()) + tables() + text.substring(end));
  }

  private static String tables() {
    List<String> lines = new ArrayList<>();
    String section = null;
    for (DocumentedValue value : DocumentedValue.all()) {
      if (!value.section().equals(section)) {
        section = value.section();
        lines.add("");
        if (!section.isEmpty()) {
          lines.add("### " + section);
          lines.add("");
        }
        lines.add("| value | default | meaning |");
        lines.add("|---|---|---|");
      }
      lines.add(value.row());
    }
    lines.add("");
    return String.join("\n", lines) + "\n";
  }

  /** It is also shown by helm show readme, where there is no repository around it. */
  @Test
  void noLinkLeadsToAFileOfTheRepository() {
    assertThat(Chart.read(Chart.README)).doesNotContainPattern("\\]\\((?!https?://|#)");
  }

  @Test
  void everyValueIsDocumented() {
    List<String> documented = DocumentedValue.all().stream().map(DocumentedValue::path).toList();
    List<String> missing = new ArrayList<>();
    addUndocumented("", Chart.values(), documented, missing);
    assertThat(missing).isEmpty();
  }

  private static void addUndocumented(
      String prefix, JsonNode values, List<String> documented, List<String> missing) {
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      String path = prefix + value.getKey();
      if (documented.contains(path)) {
        continue;
      }
      if (value.getValue().isObject() && !value.getValue().isEmpty()) {
        addUndocumented(path + ".", value.getValue(), documented, missing);
      } else {
        missing.add(path);
      }
    }
  }
}
