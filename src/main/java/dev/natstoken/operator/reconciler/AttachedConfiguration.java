package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.nats.ForeignConfig;
import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Whether servers that somebody else runs will ask for our token, as far as their pod template and
 * the ConfigMap with their nats.conf show it. What cannot be seen from there, the proof shows.
 *
 * <ol>
 *   <li>The pods mount our ConfigMap.
 *   <li>nats.conf includes the file in it; a path is relative to the including file.
 *   <li>Nothing else decides who gets in: of two authorization blocks the last one counts, and
 *       nats-server says nothing of it; beside users of accounts it does not start.
 * </ol>
 */
final class AttachedConfiguration {

  private static final Pattern RIVAL =
      Pattern.compile(
          "authorization|no_auth_user|operators?|trusted(_keys)?|resolver"
              + "|accounts/[^/]+/(users|nkeys)"
              + "|(websocket|mqtt)/(authorization|token|no_auth_user)");

  private final StatefulSet set;
  private final String authorizationMap;
  private final Function<String, ConfigMap> configMaps;
  private final Map<String, ConfigMap> read = new HashMap<>();

  /**
   * The configuration of one set.
   *
   * @param authorizationMap name of our ConfigMap
   * @param configMaps reads one of this namespace, null if there is none
   */
  AttachedConfiguration(
      StatefulSet set, String authorizationMap, Function<String, ConfigMap> configMaps) {
    this.set = set;
    this.authorizationMap = authorizationMap;
    this.configMaps = name -> read.computeIfAbsent(name, configMaps);
  }

  /** Whether clients need TLS. */
  boolean usesTls() {
    PodSpec pod = set.getSpec().getTemplate().getSpec();
    return pod.getContainers().stream()
        .flatMap(c -> mainFile(pod, c).flatMap(this::parsed).stream())
        .anyMatch(config -> config.keys().contains("tls"));
  }

  Optional<Problem> problem() {
    PodSpec pod = set.getSpec().getTemplate().getSpec();
    for (Container container : pod.getContainers()) {
      for (MountedFile file : files(pod, container)) {
        if (file.configMap().equals(authorizationMap) && file.key().equals(AuthorizationMap.FILE)) {
          return problem(pod, container, file.path());
        }
      }
    }
    return Optional.of(
        problem(
            "its pods do not mount ConfigMap "
                + authorizationMap
                + ". Mount it, and have nats.conf include its file "
                + AuthorizationMap.FILE));
  }

  private Optional<Problem> problem(PodSpec pod, Container container, Path authorization) {
    Optional<MountedFile> file = mainFile(pod, container);
    Optional<ForeignConfig> config = file.flatMap(this::parsed);
    if (config.isEmpty()) {
      return Optional.empty();
    }
    Path folder = file.get().path().getParent();
    String where = file.get().key() + " in ConfigMap " + file.get().configMap();
    boolean included =
        config.get().includes().stream().map(file.get()::included).anyMatch(authorization::equals);
    if (!included) {
      return Optional.of(
          problem(
              where
                  + " does not include "
                  + folder.relativize(authorization)
                  + ". Add \"include "
                  + folder.relativize(authorization)
                  + "\"; in values of the official chart: config.merge.zzz$include"));
    }
    return rival(files(pod, container), file.get(), new HashSet<>(Set.of(authorization)));
  }

  /** In this file, or in one that it includes. */
  private Optional<Problem> rival(List<MountedFile> files, MountedFile file, Set<Path> seen) {
    Optional<ForeignConfig> config = parsed(file);
    if (config.isEmpty() || !seen.add(file.path())) {
      return Optional.empty();
    }
    return config.get().keys().stream()
        .filter(k -> RIVAL.matcher(k).matches())
        .findFirst()
        .map(
            k ->
                problem(
                    file.key()
                        + " in ConfigMap "
                        + file.configMap()
                        + " itself decides who gets in, by "
                        + k.replace('/', '.')
                        + ". A token beside it would count for nothing, or not everywhere. Take it"
                        + " out"))
        .or(
            () ->
                config.get().includes().stream()
                    .map(file::included)
                    .flatMap(path -> files.stream().filter(f -> f.path().equals(path)).limit(1))
                    .flatMap(next -> rival(files, next, seen).stream())
                    .findFirst());
  }

  /** nats.conf, if the command line and a mounted ConfigMap show which file it is. */
  private Optional<MountedFile> mainFile(PodSpec pod, Container container) {
    return configFile(container)
        .flatMap(
            path -> files(pod, container).stream().filter(f -> f.path().equals(path)).findFirst());
  }

  private Optional<ForeignConfig> parsed(MountedFile file) {
    return Optional.ofNullable(configMaps.apply(file.configMap()))
        .map(ConfigMap::getData)
        .flatMap(data -> Optional.ofNullable(data.get(file.key())))
        .flatMap(AttachedConfiguration::parse);
  }

  private Problem problem(String what) {
    return new Problem(
        Problem.SERVER_CONFIGURATION,
        "StatefulSet " + set.getMetadata().getName() + " is not restarted: " + what);
  }

  private static Optional<ForeignConfig> parse(String text) {
    try {
      return Optional.of(ForeignConfig.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> configFile(Container container) {
    List<String> words = new ArrayList<>(container.getCommand());
    words.addAll(container.getArgs());
    for (int i = 0; i < words.size(); i++) {
      String[] parts = words.get(i).split("=", 2);
      if (List.of("-c", "-config", "--config").contains(parts[0])) {
        String path = parts.length == 2 ? parts[1] : i + 1 < words.size() ? words.get(i + 1) : "";
        return Optional.of(Path.of(path).normalize()).filter(Path::isAbsolute);
      }
    }
    return Optional.empty();
  }

  /** A key of a ConfigMap, and where a container has it. */
  private record MountedFile(Path path, String configMap, String key) {

    /** Where nats-server looks for a file that this one includes. */
    Path included(String include) {
      return Path.of(path.getParent().toString(), include).normalize();
    }
  }

  private List<MountedFile> files(PodSpec pod, Container container) {
    List<MountedFile> files = new ArrayList<>();
    container.getVolumeMounts().stream()
        .sorted(Comparator.comparing(VolumeMount::getMountPath).reversed())
        .forEach(mount -> addFiles(files, pod, mount));
    return files;
  }

  private void addFiles(List<MountedFile> files, PodSpec pod, VolumeMount mount) {
    pod.getVolumes().stream()
        .filter(v -> v.getName().equals(mount.getName()))
        .flatMap(v -> MountedKeys.of(v, this::keys))
        .forEach(
            k -> {
              Path path = Path.of(mount.getMountPath()).normalize();
              if (mount.getSubPath() == null) {
                files.add(new MountedFile(path.resolve(k.path()), k.configMap(), k.key()));
              } else if (mount.getSubPath().equals(k.path())) {
                files.add(new MountedFile(path, k.configMap(), k.key()));
              }
            });
  }

  private List<String> keys(String configMap) {
    if (configMap.equals(authorizationMap)) {
      return List.of(AuthorizationMap.FILE);
    }
    ConfigMap map = configMaps.apply(configMap);
    return map == null || map.getData() == null ? List.of() : List.copyOf(map.getData().keySet());
  }
}
