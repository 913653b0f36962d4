package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.GoldenFile;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of fields in the documentation are what the CRD says. */
class FieldTableTest {

  /** What stands in one of these is the same in all of Kubernetes. */
  private static final Set<String> STANDARD =
      Set.of(
          "conditions",
          "pod.affinity",
          "pod.tolerations",
          "pod.topologySpreadConstraints",
          "networkPolicy.clients",
          "networkPolicy.scrapers");

  @Test
  void theReferenceShowsTheFieldsOfTheSpec() {
    GoldenFile.sectionMatches(
        Path.of("docs/reference/fields.md"), "fields", table(NatsTokenAuth.class, "spec"));
  }

  @Test
  void theDocumentationOfConditionsShowsTheFieldsOfTheStatus() {
    GoldenFile.sectionMatches(
        Path.of("docs/conditions.md"), "fields", table(NatsTokenAuth.class, "status"));
  }

  @Test
  void thePageOfAccessesShowsTheirFields() {
    Path page = Path.of("docs/access.md");
    GoldenFile.sectionMatches(page, "fields", table(NatsTokenAccess.class, "spec"));
    GoldenFile.sectionMatches(page, "status", table(NatsTokenAccess.class, "status"));
  }

  private static String table(Class<? extends CustomResource<?, ?>> kind, String part) {
    var crd = Serialization.unmarshal(GeneratedCrd.yaml(kind), CustomResourceDefinition.class);
    JSONSchemaProps schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    List<String> rows = new ArrayList<>();
    rows.add("| field | type and limits | meaning |");
    rows.add("|---|---|---|");
    addRows(rows, "", schema.getProperties().get(part));
    return String.join("\n", rows) + "\n";
  }

  private static void addRows(List<String> rows, String prefix, JSONSchemaProps parent) {
    parent
        .getProperties()
        .forEach((name, field) -> {
          String path = prefix + name;
          assertThat(field.getDescription()).as("description of %s", path).isNotBlank();
          boolean required = parent.getRequired().contains(name);
          rows.add(
              "| `%s` | %s | %s |"
                  .formatted(path, limits(field, required), cell(field.getDescription())));
          if (STANDARD.contains(path)) {
            return;
          }
          if (!field.getProperties().isEmpty()) {
            addRows(rows, path + ".", field);
          }
          if (field.getItems() != null) {
            addRows(rows, path + "[].", field.getItems().getSchema());
          }
        });
  }

  private static String limits(JSONSchemaProps field, boolean required) {
    List<String> words = new ArrayList<>();
    words.add(field.getType() + (required ? ", required" : ""));
    if (!field.getEnum().isEmpty()) {
      words.add(
          field.getEnum().stream()
              .map(v -> "`" + v.asText() + "`")
              .collect(Collectors.joining(" or ")));
    }
    addRange(words, field.getMinimum(), field.getMaximum(), "");
    addRange(words, field.getMinLength(), field.getMaxLength(), " characters");
    addRange(words, field.getMinItems(), field.getMaxItems(), " items");
    if (field.getDefault() != null) {
      words.add("default `" + field.getDefault() + "`");
    }
    return cell(String.join(", ", words));
  }

  private static void addRange(List<String> words, Number least, Number most, String unit) {
    if (least != null && most != null) {
      words.add(least.longValue() + " to " + most.longValue() + unit);
    } else if (most != null) {
      words.add("at most " + most.longValue() + unit);
    } else if (least != null) {
      words.add("at least " + least.longValue() + unit);
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
