package dev.natstoken.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Kubernetes demands of the types that the spec borrows from it (affinity, tolerations, peers,
 * maps), and the Java classes for them do not say. A mistake is then found when the resource is
 * applied and not when the operator applies the pods.
 */
final class BorrowedTypes {

  private static final long MOST_ENTRIES = 32;

  /** The operator could not even read anything else. */
  private static final String QUANTITY = "^[0-9]{1,12}(\\.[0-9]{1,9})?(([KMGTPE]i)|[mkMGTPE])?$";

  private BorrowedTypes() {}

  static void complete(JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> fields = schema.getProperties();
    if (fields != null) {
      demand(schema, fields.keySet());
      fields.values().forEach(BorrowedTypes::complete);
      fields.forEach((name, field) -> allowNull(field, schema.getRequired().contains(name)));
      restrict(fields, "whenUnsatisfiable", "DoNotSchedule", "ScheduleAnyway");
      restrict(fields, "nodeAffinityPolicy", "Honor", "Ignore");
      restrict(fields, "nodeTaintsPolicy", "Honor", "Ignore");
      restrict(fields, "effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
      if (fields.containsKey("effect")) {
        restrict(fields, "operator", "Exists", "Equal");
      } else if (fields.containsKey("values")) {
        restrict(fields, "operator", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");
      }
      if (fields.containsKey("maxSkew")) {
        fields.get("maxSkew").setMinimum(1.0);
      }
      if (fields.containsKey("weight")) {
        fields.get("weight").setMinimum(1.0);
        fields.get("weight").setMaximum(100.0);
      }
    }
    if (schema.getItems() != null) {
      complete(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      schema.setMaxProperties(MOST_ENTRIES);
      JSONSchemaProps value = schema.getAdditionalProperties().getSchema();
      if (Boolean.TRUE.equals(value.getXKubernetesIntOrString())) {
        value.setPattern(QUANTITY);
        value.setMaxLength(24L);
        value.setMinimum(0.0); // Of a plain number, to which the pattern does not apply.
      }
    }
  }

  /** Server-side apply leaves null where it takes the last entry out of an object or a list. */
  private static void allowNull(JSONSchemaProps field, boolean required) {
    boolean mayBeEmpty = field.getMinItems() == null;
    if (!required
        && mayBeEmpty
        && ("object".equals(field.getType()) || "array".equals(field.getType()))) {
      field.setNullable(true);
    }
  }

  private static void demand(JSONSchemaProps schema, Set<String> fields) {
    Stream.of(
            List.of("topologyKey"),
            List.of("maxSkew", "topologyKey", "whenUnsatisfiable"),
            List.of("key", "operator", "values"),
            List.of("weight", "preference"),
            List.of("weight", "podAffinityTerm"),
            List.of("nodeSelectorTerms"),
            List.of("cidr"))
        .filter(fields::containsAll)
        .flatMap(Collection::stream)
        .filter(name -> !name.equals("values"))
        .filter(name -> !schema.getRequired().contains(name))
        .forEach(schema.getRequired()::add);
  }

  private static void restrict(Map<String, JSONSchemaProps> fields, String name, String... words) {
    if (fields.containsKey(name)) {
      fields.get(name).setEnum(Stream.of(words).<JsonNode>map(TextNode::new).toList());
    }
  }
}
