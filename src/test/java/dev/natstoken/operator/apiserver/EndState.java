package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a row leaves, without what differs in every run: to be compared with an undisturbed one. */
final class EndState {

  private EndState() {}

  /** By kind and name. */
  static Map<String, String> of(FaultWorld world) {
    Map<String, String> end = new TreeMap<>();
    world
        .namespace()
        .contents()
        .forEach((name, content) -> {
          if (name.startsWith("Secret/") && content.has("data")) {
            ObjectNode data = (ObjectNode) content.get("data");
            List.copyOf(data.properties()).forEach(e -> data.put(e.getKey(), ""));
          }
          if (content.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove("note"); // Ours, by which looks are brought about.
          }
          end.put(plain(name, world), plain(content.toPrettyString(), world));
        });
    return end;
  }

  private static String plain(String text, FaultWorld world) {
    return text.replace(world.namespace().name(), "NAMESPACE")
        .replaceAll("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}", "HASH")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\\b[0-9a-f]{10}([0-9a-f]{54})?\\b", "DIGEST");
  }
}
