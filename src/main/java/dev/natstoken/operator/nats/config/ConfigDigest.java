package dev.natstoken.operator.nats.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The digest that a server shows as config_digest in /varz: SHA-256 of the parsed configuration as
 * compact JSON with sorted keys and a line break (conf/parse.go, since 2.11). An included file
 * counts as if it stood in the including one.
 */
public final class ConfigDigest {

  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  private ConfigDigest() {}

  /** Whether a text has the form of one. */
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  public static String of(String natsConf, String routesConf) {
    ObjectNode all = ConfigText.read(natsConf);
    if (ConfigText.allIncludes(natsConf) > 0) {
      all.setAll(ConfigText.read(routesConf));
    }
    byte[] json = (escapedLikeGo(sorted(all)) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(json);
      return "sha256:" + HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String sorted(JsonNode node) {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    }
  }

  /** Go's encoder escapes what could end an HTML script. */
  private static String escapedLikeGo(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }
}
