package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object as YAML with sorted keys: the order in which {@link Map#of()} gives labels differs from
 * one run to the next.
 */
public final class SortedYaml {

  private SortedYaml() {}

  public static String of(HasMetadata object) {
    return Serialization.asYaml(
        sorted(Serialization.unmarshal(Serialization.asJson(object), Map.class)));
  }

  private static Object sorted(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put((String) key, sorted(value)));
      return sorted;
    }
    return node instanceof List<?> list ? list.stream().map(SortedYaml::sorted).toList() : node;
  }
}
