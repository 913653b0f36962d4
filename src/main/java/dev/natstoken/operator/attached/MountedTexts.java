package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.nats.foreign.ConfPath;
import dev.natstoken.operator.nats.foreign.ForeignConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of ConfigMaps that containers mount, and their texts. Each ConfigMap is read once,
 * whether it is there or not.
 */
final class MountedTexts {

  private final String authorizationMap;
  private final Function<String, Optional<ConfigMap>> configMaps;
  private final Map<String, Optional<ConfigMap>> read = new HashMap<>();
  private final List<MountedFile> files;

  /**
   * What these containers of a pod mount.
   *
   * @param authorizationMap name of our ConfigMap
   * @param configMaps reads one of this namespace
   */
  MountedTexts(
      PodSpec pod,
      List<Container> containers,
      String authorizationMap,
      Function<String, Optional<ConfigMap>> configMaps) {
    this.authorizationMap = authorizationMap;
    this.configMaps = configMaps;
    this.files =
        containers.stream().flatMap(c -> MountedFile.of(pod, c, this::keys).stream()).toList();
  }

  List<MountedFile> files() {
    return files;
  }

  Optional<MountedFile> at(ConfPath path) {
    return files.stream().filter(f -> f.path().equals(path)).findFirst();
  }

  /** Ours is no rival of itself, whatever it says. */
  Optional<String> text(MountedFile file) {
    return file.isIn(authorizationMap)
        ? Optional.of("")
        : configMap(file.configMap()).map(ConfigMap::getData).map(data -> data.get(file.key()));
  }

  /** What nats-server would make of it; empty if it is not to be read here. */
  Optional<ForeignConfig> parse(MountedFile file) {
    try {
      return Optional.of(ForeignConfig.read(file.path(), path -> at(path).flatMap(this::text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<String> keys(String configMap) {
    return configMap.equals(authorizationMap)
        ? List.of(AuthorizationMap.FILE)
        : configMap(configMap)
            .map(ConfigMap::getData)
            .map(data -> List.copyOf(data.keySet()))
            .orElse(List.of());
  }

  private Optional<ConfigMap> configMap(String name) {
    Optional<ConfigMap> known = read.get(name);
    if (known == null) {
      known = configMaps.apply(name);
      read.put(name, known);
    }
    return known;
  }
}
