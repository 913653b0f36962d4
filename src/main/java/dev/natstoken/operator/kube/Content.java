package dev.natstoken.operator.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What somebody wrote of an object, without what the API server and controllers add to it.
 *
 * @param tree as JSON
 */
record Content(ObjectNode tree) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private static final List<String> BOOKKEEPING =
      List.of("managedFields", "resourceVersion", "generation");

  private static final List<String> SHAPE = List.of("replicas", "updateStrategy");

  static Content of(HasMetadata object) {
    ObjectNode tree = SERIALIZATION.convertValue(object, ObjectNode.class);
    tree.remove("status");
    ((ObjectNode) tree.get("metadata")).remove(BOOKKEEPING);
    return new Content(tree);
  }

  /** Equal for equal content; tells nothing of what is in it, which may be a Secret. */
  String digest() {
    return digest(tree);
  }

  /** The same for what a StatefulSet says of its pods, however many they are. */
  String digestOfTemplate() {
    ObjectNode spec = SORTED.createObjectNode();
    spec.setAll((ObjectNode) tree.get("spec"));
    return digest(spec.remove(SHAPE));
  }

  private static String digest(JsonNode tree) {
    try {
      byte[] json = SORTED.writeValueAsBytes(tree);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
