package dev.natstoken.operator.attached;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A key of a ConfigMap in a volume.
 *
 * @param path of its file within the volume
 */
public record MountedKeys(String configMap, String key, String path) {

  /**
   * Those of a volume; none if it is of another kind.
   *
   * @param keys of a ConfigMap, for a volume that takes all of them
   */
  static Stream<MountedKeys> of(Volume volume, Function<String, List<String>> keys) {
    if (volume.getConfigMap() != null) {
      return of(volume.getConfigMap().getName(), volume.getConfigMap().getItems(), keys);
    }
    return volume.getProjected() == null
        ? Stream.empty()
        : volume.getProjected().getSources().stream()
            .filter(s -> s.getConfigMap() != null)
            .flatMap(s -> of(s.getConfigMap().getName(), s.getConfigMap().getItems(), keys));
  }

  private static Stream<MountedKeys> of(
      String configMap, List<KeyToPath> items, Function<String, List<String>> keys) {
    return items == null || items.isEmpty()
        ? keys.apply(configMap).stream().map(k -> new MountedKeys(configMap, k, k))
        : items.stream().map(i -> new MountedKeys(configMap, i.getKey(), i.getPath()));
  }
}
