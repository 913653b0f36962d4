package dev.natstoken.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * How much may stand in the types that the spec borrows from Kubernetes, which sets no limits of
 * its own: all that one resource says stays in the memory of the operator, for all its tenants.
 * Strings are as long as Kubernetes takes them, lists and maps as large as anybody needs them.
 */
final class BorrowedBounds {

  private static final long NAME = 253;
  private static final long LABEL_KEY = NAME + 1 + 63;
  private static final long LABEL_VALUE = 63;
  private static final long NETWORK = 49;

  private static final Map<String, Long> LONGEST =
      Map.of(
          "key", LABEL_KEY,
          "topologyKey", LABEL_KEY,
          "matchLabelKeys", LABEL_KEY,
          "mismatchLabelKeys", LABEL_KEY,
          "matchLabels", LABEL_VALUE,
          "value", LABEL_VALUE,
          "values", LABEL_VALUE,
          "namespaces", LABEL_VALUE,
          "cidr", NETWORK,
          "except", NETWORK);

  private static final Map<String, Long> MOST =
      Map.of(
          "preferredDuringSchedulingIgnoredDuringExecution", 4L,
          "requiredDuringSchedulingIgnoredDuringExecution", 4L,
          "nodeSelectorTerms", 4L,
          "matchExpressions", 4L,
          "matchFields", 2L,
          "values", 8L,
          "matchLabels", 8L,
          "matchLabelKeys", 4L,
          "mismatchLabelKeys", 4L,
          "namespaces", 16L);

  /** Of nodes by their names. */
  private static final String FIELDS = "matchFields";

  private static final long MOST_NODES = 16;

  private static final long MOST_NETWORKS = 32;

  private BorrowedBounds() {}

  /** Sets a limit wherever there is none. */
  static void complete(String name, JSONSchemaProps schema) {
    if (name.equals(FIELDS) && schema.getItems() != null) {
      nodes(schema.getItems().getSchema().getProperties().get("values"));
    }
    schema.getProperties().forEach(BorrowedBounds::complete);
    boolean isOpen = schema.getMaxLength() == null && schema.getEnum().isEmpty();
    if ("string".equals(schema.getType()) && schema.getPattern() == null && isOpen) {
      schema.setMaxLength(limit(LONGEST, name));
    }
    if (schema.getItems() != null) {
      complete(name, schema.getItems().getSchema());
      if (schema.getMaxItems() == null) {
        schema.setMaxItems(name.equals("except") ? MOST_NETWORKS : limit(MOST, name));
      }
    }
    if (schema.getAdditionalProperties() != null) {
      complete(name, schema.getAdditionalProperties().getSchema());
      if (MOST.containsKey(name)) {
        schema.setMaxProperties(limit(MOST, name));
      }
      if (schema.getXKubernetesValidations().isEmpty()) {
        schema.setXKubernetesValidations(List.of(wellFormedKeys()));
      }
    }
  }

  private static void nodes(JSONSchemaProps values) {
    values.setMaxItems(MOST_NODES);
    values.getItems().getSchema().setMaxLength(NAME);
  }

  private static ValidationRule wellFormedKeys() {
    ValidationRule rule = new ValidationRule();
    rule.setRule(UserMetadata.WELL_FORMED_RULE);
    rule.setMessage(UserMetadata.WELL_FORMED_MESSAGE);
    return rule;
  }

  private static Long limit(Map<String, Long> limits, String name) {
    if (!limits.containsKey(name)) {
      throw new IllegalStateException(name + " has no limit; set one on the field, or here");
    }
    return limits.get(name);
  }
}
