package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** All that the schema lets somebody write, together: a resource of any size would be memory. */
class LargestSpecTest {

  private static final long KIBI = 1024;

  /** Of a number or a flag, of a key of a map, and of what stands around each of them. */
  private static final long ANY_NUMBER = 20;

  private static final long KEY = 317;
  private static final long AROUND = 6;

  /** By a rule of their own, which knows the characters of all entries together. */
  private static final Map<String, Long> TOGETHER =
      Map.of(
          "annotations", (long) UserMetadata.MOST_TEXT, "template", (long) UserMetadata.MOST_TEXT);

  /** What etcd takes by default is 1.5 MiB, with the status and the marks of field managers. */
  @Test
  void theSpecCannotBeLargerThanThis() {
    assertThat(size("spec", spec())).isLessThan(1160 * KIBI);
  }

  private static JSONSchemaProps spec() {
    var crd = Serialization.unmarshal(GeneratedCrd.yaml(), CustomResourceDefinition.class);
    return crd.getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  /** In characters of JSON. Throws for a field without a limit. */
  private static long size(String name, JSONSchemaProps schema) {
    if (TOGETHER.containsKey(name)) {
      return TOGETHER.get(name);
    } else if (schema.getItems() != null) {
      return schema.getMaxItems() * (AROUND + size(name, schema.getItems().getSchema()));
    } else if (schema.getAdditionalProperties() != null) {
      long value = size(name + " value", schema.getAdditionalProperties().getSchema());
      return schema.getMaxProperties() * (AROUND + KEY + value);
    } else if (!schema.getProperties().isEmpty()) {
      return schema.getProperties().entrySet().stream()
          .mapToLong(e -> AROUND + e.getKey().length() + size(e.getKey(), e.getValue()))
          .sum();
    }
    return text(name, schema);
  }

  private static long text(String name, JSONSchemaProps schema) {
    if (schema.getMaxLength() != null) {
      return schema.getMaxLength();
    }
    OptionalLong longest = schema.getEnum().stream().mapToLong(e -> e.asText().length()).max();
    boolean isNumber = !"string".equals(schema.getType());
    boolean saysItByPattern =
        schema.getPattern() != null && !schema.getPattern().matches(".*[*+].*");
    assertThat(longest.isPresent() || isNumber || saysItByPattern)
        .as("%s has a limit", name)
        .isTrue();
    return longest.orElse(isNumber ? ANY_NUMBER : KEY);
  }
}
