package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The form in which we write configuration: one top-level key a line, {@code key: <JSON>}, which
 * nats-server reads and which is read back here without a parser for its whole language.
 */
public final class ConfigText {

  public static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String INCLUDE = "include ";

  private ConfigText() {}

  static String write(Map<String, ?> keys) {
    StringBuilder text = new StringBuilder();
    keys.forEach((key, value) -> text.append(key).append(": ").append(json(value)).append('\n'));
    return text.toString();
  }

  static String include(String file) {
    return INCLUDE + "\"./" + file + "\"\n";
  }

  /** Throws {@link IllegalArgumentException} if the text is not of our form. */
  static ObjectNode read(String text) {
    ObjectNode keys = JSON.createObjectNode();
    text.lines()
        .filter(line -> !line.startsWith(INCLUDE))
        .forEach(line -> {
          int colon = line.indexOf(": ");
          if (colon <= 0 || !line.substring(0, colon).matches("[a-z_]+")) {
            throw new IllegalArgumentException("a line is not of the form key: value");
          }
          JsonNode before = keys.replace(line.substring(0, colon), parse(line, colon + 2));
          if (before != null) {
            throw new IllegalArgumentException("key " + line.substring(0, colon) + " stands twice");
          }
        });
    return keys;
  }

  static long includes(String text, String file) {
    return text.lines().filter((INCLUDE + "\"./" + file + "\"")::equals).count();
  }

  static long allIncludes(String text) {
    return text.lines().filter(line -> line.startsWith(INCLUDE)).count();
  }

  private static JsonNode parse(String line, int from) {
    try {
      return JSON.readTree(line.substring(from));
    } catch (JsonProcessingException e) {
      // The cause would show the line, which may hold a password.
      throw new IllegalArgumentException("a value is not JSON");
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps and numbers are always JSON", e);
    }
  }
}
