package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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

  /** In words; empty if both are equal. */
  static List<String> differences(Map<String, String> expected, Map<String, String> end) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(end.keySet());
    for (String name : names) {
      String there = expected.getOrDefault(name, "");
      String here = end.getOrDefault(name, "");
      if (there.isEmpty() || here.isEmpty()) {
        differences.add((here.isEmpty() ? "missing: " : "left over: ") + name);
      } else if (!there.equals(here)) {
        differences.add(name + " differs: " + firstDifference(there, here));
      }
    }
    return differences;
  }

  private static String firstDifference(String there, String here) {
    List<String> expected = there.lines().toList();
    List<String> actual = here.lines().toList();
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        return actual.get(i).strip() + " instead of " + expected.get(i).strip();
      }
    }
    return actual.size() + " lines instead of " + expected.size();
  }
}
