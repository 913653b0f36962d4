package dev.natstoken.operator.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What somebody wrote of an object, without what the API server and controllers add to it. */
final class Content {

  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final List<String> BOOKKEEPING =
      List.of("managedFields", "resourceVersion", "generation");

  private static final List<String> SHAPE = List.of("replicas", "updateStrategy");

  private Content() {}

  static ObjectNode of(HasMetadata object) {
    try {
      ObjectNode tree = (ObjectNode) SORTED.readTree(Serialization.asJson(object));
      tree.remove("status");
      ((ObjectNode) tree.get("metadata")).remove(BOOKKEEPING);
      return tree;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what the client writes is JSON", e);
    }
  }

  /** Equal for equal content; tells nothing of what is in it, which may be a Secret. */
  static String digest(HasMetadata object) {
    return digest(of(object));
  }

  /** The same for what a StatefulSet says of its pods, however many they are. */
  static String digestOfTemplate(StatefulSet set) {
    ObjectNode spec = (ObjectNode) of(set).get("spec");
    spec.remove(SHAPE);
    return digest(spec);
  }

  private static String digest(JsonNode tree) {
    try {
      String json = SORTED.writeValueAsString(SORTED.treeToValue(tree, Map.class));
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
