package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The schema knows exactly the values that there are. What it refuses, {@link ChartIT} shows. */
class ValuesSchemaTest {

  private static final JsonNode SCHEMA = Chart.schema();

  /** Objects of Kubernetes that are passed on as they are, and what other charts share with us. */
  private static final Set<String> PASSED_ON =
      Set.of("/properties/extraVolumes/items", "/properties/global");

  @Test
  void everyValueHasASchema() {
    Set<String> unknown = new TreeSet<>();
    for (DocumentedValue value : DocumentedValue.all()) {
      if (schemaOf(value.path()).isMissingNode()) {
        unknown.add(value.path());
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyValueIsDescribedAsInTheReadme() {
    for (DocumentedValue value : DocumentedValue.all()) {
      String pointer = "/properties/" + value.path().replace(".", "/properties/") + "/description";
      assertThat(SCHEMA.at(pointer).asText()).as(value.path()).isEqualTo(value.description());
    }
  }

  @Test
  void everySchemaIsOfAValueThatIsDocumented() {
    Set<String> documented =
        DocumentedValue.all().stream().map(DocumentedValue::path).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    addUndocumented("", SCHEMA, documented, unknown);
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyObjectWithNamedFieldsRefusesOthers() {
    Set<String> open = new TreeSet<>();
    addOpen("", SCHEMA, open);
    assertThat(open).isEqualTo(PASSED_ON);
  }

  /** Then the chart is rendered, and its output checked, with each value as a user would set it. */
  @Test
  void everyValueIsSetInAnInstallationOfTheTests() {
    Set<String> unset = new TreeSet<>();
    List<JsonNode> installations =
        Chart.installations().stream().map((Path file) -> Chart.yaml(file)).toList();
    for (DocumentedValue value : DocumentedValue.all()) {
      String pointer = "/" + value.path().replace('.', '/');
      if (installations.stream().allMatch(i -> i.at(pointer).isMissingNode())) {
        unset.add(value.path());
      }
    }
    assertThat(unset).isEmpty();
  }

  private static JsonNode schemaOf(String path) {
    JsonNode schema = SCHEMA;
    for (String name : path.split("\\.", -1)) {
      schema = resolved(schema.path("properties").path(name));
    }
    return schema;
  }

  private static JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : SCHEMA.at(reference.substring(1));
  }

  private static void addUndocumented(
      String prefix, JsonNode schema, Set<String> documented, Set<String> unknown) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode child = resolved(property.getValue());
      if (documented.contains(path)) {
        continue;
      }
      if (child.has("properties")) {
        addUndocumented(path + ".", child, documented, unknown);
      } else {
        unknown.add(path);
      }
    }
  }

  private static void addOpen(String path, JsonNode schema, Set<String> open) {
    if (schema.path("properties").isObject() && !schema.has("$schema")) {
      JsonNode additional = schema.path("additionalProperties");
      if (!additional.isBoolean() || additional.asBoolean()) {
        open.add(path);
      }
    }
    for (Map.Entry<String, JsonNode> child : schema.properties()) {
      addOpen(path + "/" + child.getKey(), child.getValue(), open);
    }
  }
}
