package dev.natstoken.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value of the chart with the comment above it, in the notation of helm-docs: {@code # --} begins
 * a description, {@code # @default --} replaces the default that is shown, {@code # @section --}
 * begins a section.
 *
 * @param section the section it stands in; empty before the first
 * @param path such as image.tag
 * @param shownDefault what stands for the default if that itself would be too long; empty otherwise
 */
record DocumentedValue(
    String section, String path, String description, String shownDefault, JsonNode value) {

  private static final String DESCRIPTION = "# -- ";
  private static final String DEFAULT = "# @default -- ";
  private static final String SECTION = "# @section -- ";

  private record Key(int indent, String name) {}

  static List<DocumentedValue> all() {
    JsonNode values = Chart.values();
    List<DocumentedValue> found = new ArrayList<>();
    Deque<Key> parents = new ArrayDeque<>();
    String section = "";
    String description = "";
    String shownDefault = "";
    for (String line : Chart.valuesLines()) {
      String text = line.strip();
      if (text.startsWith(SECTION)) {
        section = text.substring(SECTION.length());
      } else if (text.startsWith(DEFAULT)) {
        shownDefault = text.substring(DEFAULT.length());
      } else if (text.startsWith(DESCRIPTION)) {
        description = text.substring(DESCRIPTION.length());
      } else if (text.startsWith("# ") && !description.isEmpty()) {
        description += " " + text.substring(2);
      } else if (text.matches("[\\w.]+:( .*)?")) {
        int indent = line.length() - line.stripLeading().length();
        while (!parents.isEmpty() && parents.getLast().indent() >= indent) {
          parents.removeLast();
        }
        parents.addLast(new Key(indent, text.substring(0, text.indexOf(':'))));
        if (!description.isEmpty()) {
          List<String> names = parents.stream().map(Key::name).toList();
          found.add(
              new DocumentedValue(
                  section,
                  String.join(".", names),
                  description,
                  shownDefault,
                  values.at(names.stream().collect(Collectors.joining("/", "/", "")))));
        }
        description = "";
        shownDefault = "";
      }
    }
    return found;
  }

  String row() {
    String shown = shownDefault.isEmpty() ? "`" + value + "`" : shownDefault;
    return "| `%s` | %s | %s |".formatted(path, shown, description).replace("`null`", "");
  }
}
