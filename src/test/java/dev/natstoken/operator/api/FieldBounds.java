package dev.natstoken.operator.api;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one field of the spec takes at its limits, and what it refuses just beyond them.
 *
 * @param field its path; [] stands for one item of a list, {} for one entry of a map
 */
public record FieldBounds(String field, List<?> taken, List<?> refused) {

  static final int LONGEST_NAME = 253;
  static final int LONGEST_LABEL = 63;
  private static final int LONGEST_ANNOTATION = 4096;
  private static final int LONGEST_TEXT = 8192;
  private static final int MOST_ENTRIES = 32;
  private static final String ENTRY = "k";

  /** What the fields need of each other, such that each can be set to all that it takes. */
  private static final String NEEDED =
      """
      replicas: 5
      limits: {maxPayload: 1024, maxPending: 1073741824, lameDuckDuration: 1h}
      service: {type: LoadBalancer, externalHost: a}
      websocket: {enabled: true}
      mqtt: {enabled: true}
      leafNodes: {enabled: true}
      jetstream: {fileStore: {pvc: {size: 64Ti}}}
      monitoring:
        exporter: {enabled: true}
        podMonitor: {enabled: false, interval: 1h, scrapeTimeout: 1s}
      """;

  /** The same for fields that go with few others. */
  private static final Map<String, String> NEEDED_ALONE =
      Map.of(
          "serverRef", "serverRef: {name: a}",
          "tls", "tls: {secretName: a, routes: {secretName: a}}",
          "token.existingSecret", "token: {existingSecret: {name: a}}",
          "rotation.window", "rotation: {interval: 720h, window: {start: '00:00', duration: 24h}}");

  static FieldBounds text(String field, List<String> taken, String... refused) {
    return new FieldBounds(field, taken, List.of(refused));
  }

  static FieldBounds whole(String field, int least, int most) {
    return new FieldBounds(field, List.of(least, most), List.of(least - 1L, most + 1L, "many"));
  }

  static FieldBounds flag(String field) {
    return new FieldBounds(field, List.of(true, false), List.of("yes", 1));
  }

  static FieldBounds choice(String field, String... words) {
    return new FieldBounds(field, Arrays.asList(words), List.of("Other", "", words[0] + " "));
  }

  static FieldBounds name(String field) {
    return name(field, LONGEST_NAME);
  }

  static FieldBounds name(String field, int longest) {
    return text(field, List.of("a", "a".repeat(longest)), "", "a".repeat(longest + 1), "a/../b c");
  }

  static FieldBounds label(String field) {
    String longest = "a".repeat(LONGEST_LABEL);
    return text(field, List.of("", longest), longest + "a", "-", "a b");
  }

  static FieldBounds annotation(String field) {
    String longest = "\u00e9 \n".repeat(LONGEST_ANNOTATION).substring(0, LONGEST_ANNOTATION);
    return new FieldBounds(field, List.of("", longest), List.of(longest + "a", 1));
  }

  static FieldBounds quantity(String field) {
    return new FieldBounds(
        field,
        List.of(0, "0", "999999999999.999999999Ki"),
        List.of("1000000000000", "0.1234567891", -1, "1e3", ""));
  }

  static FieldBounds list(String field, int least, int most, Object item) {
    List<Object> refused = new ArrayList<>();
    refused.add(Collections.nCopies(most + 1, item));
    refused.add("one");
    if (least > 0) {
      refused.add(Collections.nCopies(least - 1, item));
    }
    return new FieldBounds(
        field, List.of(Collections.nCopies(least, item), Collections.nCopies(most, item)), refused);
  }

  static FieldBounds map(String field, String value) {
    return map(field, "example.com/" + ENTRY, value);
  }

  private static FieldBounds map(String field, String key, String value) {
    return new FieldBounds(
        field,
        List.of(Map.of(), entries(MOST_ENTRIES, key, value)),
        List.of(entries(MOST_ENTRIES + 1, key, value), "one"));
  }

  private static Map<String, String> entries(int number, String key, String value) {
    return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> key + i, i -> value));
  }

  static FieldBounds template(String field) {
    return map(field, ENTRY, "{{token}}");
  }

  static FieldBounds templateText(String field) {
    String longest = "{{url}}\n".repeat(LONGEST_TEXT / 8);
    return new FieldBounds(field, List.of("", longest), List.of(longest + "a", 1));
  }

  /** A spec in which the field has this value, and which has no other fault. */
  public Map<String, Object> spec(Object value) {
    String needed =
        NEEDED_ALONE.entrySet().stream()
            .filter(e -> field.startsWith(e.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(NEEDED);
    return asMap(with(Serialization.unmarshal(needed, Map.class), field.split("\\."), 0, value));
  }

  /** As the API server names it in its answer. */
  public String nameInAnswers() {
    return field.replace("[]", "[0]").replace("{}", "." + ENTRY);
  }

  private static Object with(Object parent, String[] path, int depth, Object value) {
    if (depth == path.length) {
      return value;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (parent instanceof Map<?, ?> map) {
      fields.putAll(asMap(map));
    }
    String name = path[depth].replaceAll("\\W", "");
    Object inner = with(fields.get(name), path, depth + 1, value);
    if (path[depth].endsWith("[]")) {
      fields.put(name, List.of(inner));
    } else if (path[depth].endsWith("{}")) {
      fields.put(name, Map.of(ENTRY, inner));
    } else {
      fields.put(name, inner);
    }
    return fields;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @Override
  public String toString() {
    return field;
  }
}
