package dev.natstoken.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/** Names the fields of an object that are not as they were written; never what is in them. */
final class ChangedFields {

  private static final int MOST_NAMED = 3;

  private final List<String> found = new ArrayList<>();

  private ChangedFields() {}

  /** Such as {@code spec.replicas}, the first few; empty if the object has all that was written. */
  static List<String> of(HasMetadata written, HasMetadata actual) {
    ChangedFields changed = new ChangedFields();
    changed.compare("", Content.of(written).tree(), Content.of(actual).tree());
    return changed.found.stream().limit(MOST_NAMED).toList();
  }

  static String sentence(HasMetadata written, List<String> fields) {
    return written.getKind()
        + " "
        + written.getMetadata().getName()
        + ": something changes "
        + String.join(", ", fields)
        + " at each write of the operator, which leaves that so. Look for an admission webhook or"
        + " policy (kubectl get mutatingwebhookconfigurations) and let it pass this object by, or"
        + " write what it wants into the NatsTokenAuth";
  }

  static String sentenceOfRival(HasMetadata written, List<String> fields) {
    return written.getKind()
        + " "
        + written.getMetadata().getName()
        + ": somebody takes back each write of the operator"
        + (fields.isEmpty() ? "" : " to " + String.join(", ", fields))
        + ", so it writes more rarely. kubectl get --show-managed-fields says who; let him leave"
        + " this object alone";
  }

  private void compare(String path, JsonNode written, JsonNode actual) {
    if (written.isNull() || (written.isContainerNode() && written.isEmpty())) {
      return;
    }
    if (written.isObject() && (actual.isObject() || actual.isMissingNode())) {
      written
          .properties()
          .forEach(f -> compare(child(path, f.getKey()), f.getValue(), actual.path(f.getKey())));
    } else if (written.isArray() && (actual.isArray() || actual.isMissingNode())) {
      for (int i = 0; i < written.size(); i++) {
        JsonNode element = written.get(i);
        compare(path + "[" + key(element, i) + "]", element, counterpart(element, actual, i));
      }
    } else if (!written.equals(actual) && !isSameQuantity(written, actual)) {
      found.add(path);
    }
  }

  private static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String key(JsonNode element, int index) {
    return element.has("name") ? element.get("name").asText() : String.valueOf(index);
  }

  /** Elements with names are told apart by them, wherever they stand. */
  private static JsonNode counterpart(JsonNode element, JsonNode list, int index) {
    if (!element.has("name")) {
      return list.path(index);
    }
    for (JsonNode other : list) {
      if (element.get("name").equals(other.path("name"))) {
        return other;
      }
    }
    return list.path(list.size());
  }

  /** The API server writes an amount in its own way, such as 0.5 as 500m. */
  private static boolean isSameQuantity(JsonNode written, JsonNode actual) {
    try {
      return new Quantity(written.asText())
              .getNumericalAmount()
              .compareTo(new Quantity(actual.asText()).getNumericalAmount())
          == 0;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }
}
