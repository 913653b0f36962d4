package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No field is left out of the tests of limits, and no limit of it. */
class FieldBoundsTest {

  /** Kubernetes' own types: what stands in them is tested by files. */
  private static final Set<String> BORROWED =
      Set.of(
          "pod.affinity",
          "pod.tolerations",
          "pod.topologySpreadConstraints",
          "networkPolicy.clients",
          "networkPolicy.scrapers");

  /** What is shorter has a pattern that says more. */
  private static final long LONG = 63;

  private static final Map<String, FieldBounds> BOUNDS =
      SpecBounds.all().stream()
          .collect(Collectors.toMap(FieldBounds::field, Function.identity(), (a, b) -> a));

  @Test
  void everyFieldHasValuesThatItTakesAndOthersThatItRefuses() {
    Set<String> fields = new java.util.TreeSet<>(fields().keySet());
    assertThat(fields.remove("pod.affinity")).isTrue();
    assertThat(SpecBounds.all())
        .extracting(FieldBounds::field)
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void everyLimitOfTheSchemaIsReachedAndExceeded() {
    fields()
        .forEach((path, schema) -> {
          FieldBounds bounds = BOUNDS.get(path);
          if (bounds != null) {
            assertLimit(bounds, "minimum", schema.getMinimum(), -1);
            assertLimit(bounds, "maximum", schema.getMaximum(), 1);
            assertLimit(bounds, "least characters", schema.getMinLength(), -1);
            assertLimit(bounds, "most characters", atLeast(schema.getMaxLength()), 1);
            assertLimit(bounds, "least items", schema.getMinItems(), -1);
            assertLimit(bounds, "most items", schema.getMaxItems(), 1);
            assertLimit(bounds, "most entries", schema.getMaxProperties(), 1);
            assertThat(bounds.taken().stream().map(String::valueOf).toList())
                .as(path)
                .containsAll(schema.getEnum().stream().map(JsonNode::asText).toList());
          }
        });
  }

  private static Number atLeast(Long length) {
    return length == null || length < LONG ? null : length;
  }

  private static void assertLimit(FieldBounds bounds, String kind, Number limit, int beyond) {
    if (limit != null) {
      assertThat(measures(bounds.taken())).as("%s of %s", kind, bounds).contains(limit.longValue());
      assertThat(measures(bounds.refused()))
          .as("beyond the %s of %s", kind, bounds)
          .contains(limit.longValue() + beyond);
    }
  }

  private static List<Long> measures(List<?> values) {
    return values.stream().map(FieldBoundsTest::measure).toList();
  }

  /** A number itself, or the length of all else. */
  private static long measure(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof Collection<?> list) {
      return list.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : String.valueOf(value).length();
  }

  private static Map<String, JSONSchemaProps> fields() {
    var crd = Serialization.unmarshal(GeneratedCrd.yaml(), CustomResourceDefinition.class);
    JSONSchemaProps schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    Map<String, JSONSchemaProps> fields = new TreeMap<>();
    collect(fields, "", schema.getProperties().get("spec"));
    return fields;
  }

  private static void collect(
      Map<String, JSONSchemaProps> fields, String path, JSONSchemaProps schema) {
    List<String> parts = new ArrayList<>();
    if (!BORROWED.contains(path) && schema.getItems() != null) {
      collect(fields, path + "[]", schema.getItems().getSchema());
      parts.add("the list");
    }
    if (!BORROWED.contains(path) && schema.getAdditionalProperties() != null) {
      collect(fields, path + "{}", schema.getAdditionalProperties().getSchema());
      parts.add("the map");
    }
    if (BORROWED.contains(path) || !parts.isEmpty() || schema.getProperties().isEmpty()) {
      fields.put(path, schema);
    } else {
      schema
          .getProperties()
          .forEach(
              (name, field) -> collect(fields, path.isEmpty() ? name : path + "." + name, field));
    }
  }
}
