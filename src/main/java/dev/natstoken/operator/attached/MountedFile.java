package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.nats.foreign.ConfPath;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A key of a ConfigMap, and where a container has it. */
public record MountedFile(ConfPath path, String configMap, String key) {

  /**
   * All of a container; of two with one path the one counts that comes first.
   *
   * @param keys of a ConfigMap, for a volume that takes all of them
   */
  static List<MountedFile> of(
      PodSpec pod, Container container, Function<String, List<String>> keys) {
    return container.getVolumeMounts().stream()
        .sorted(Comparator.comparing(VolumeMount::getMountPath).reversed())
        .flatMap(mount ->
            pod.getVolumes().stream()
                .filter(v -> v.getName().equals(mount.getName()))
                .flatMap(v -> MountedKeys.of(v, keys))
                .flatMap(k -> of(mount, k)))
        .toList();
  }

  /** With a subPath the mount is that file, or that folder, of the volume. */
  private static Stream<MountedFile> of(VolumeMount mount, MountedKeys key) {
    ConfPath path = ConfPath.of(mount.getMountPath());
    ConfPath root = ConfPath.of(mount.getSubPath() == null ? "" : mount.getSubPath());
    ConfPath file = ConfPath.of(key.path());
    return file.isIn(root)
        ? Stream.of(new MountedFile(path.resolve(root.relative(file)), key.configMap(), key.key()))
        : Stream.empty();
  }

  /** Whether it is the authorization block that stands in this ConfigMap. */
  boolean isIn(String authorizationMap) {
    return configMap.equals(authorizationMap) && key.equals(AuthorizationMap.FILE);
  }

  /** For people. */
  String where() {
    return key + " in ConfigMap " + configMap;
  }
}
