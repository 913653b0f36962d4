package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.nats.foreign.ConfPath;
import dev.natstoken.operator.nats.foreign.ForeignConfig;
import dev.natstoken.operator.nats.foreign.Rival;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether servers that somebody else runs will ask for our token, as far as their pod template and
 * the ConfigMap with their nats.conf show it. What cannot be seen from there, the proof shows.
 *
 * <ol>
 *   <li>The pods mount our ConfigMap.
 *   <li>nats.conf includes the file in it, outside of any block; a path is relative to the
 *       including file.
 *   <li>Nothing else decides who gets in: of two authorization blocks the last one counts, and
 *       nats-server says nothing of it; beside users of accounts it does not start.
 * </ol>
 */
public record AttachedConfiguration(
    String set,
    Optional<ServerCommand> server,
    List<MountedFile> files,
    Optional<MountedFile> main,
    Optional<ForeignConfig> config,
    String authorizationMap) {

  private static final String UNCHECKED =
      ", so nobody checked whether something else in it decides who gets in";

  /**
   * The configuration of one set.
   *
   * @param authorizationMap name of our ConfigMap
   * @param configMaps reads one of this namespace
   */
  public static AttachedConfiguration of(
      StatefulSet set, String authorizationMap, Function<String, Optional<ConfigMap>> configMaps) {
    PodSpec pod = set.getSpec().getTemplate().getSpec();
    Optional<ServerCommand> server = ServerCommand.in(pod);
    List<Container> containers =
        server.map(s -> List.of(s.container())).orElse(pod.getContainers());
    MountedTexts texts = new MountedTexts(pod, containers, authorizationMap, configMaps);
    Optional<MountedFile> main =
        server
            .flatMap(ServerCommand::configFile)
            .flatMap(texts::at)
            .filter(file -> texts.text(file).isPresent());
    return new AttachedConfiguration(
        set.getMetadata().getName(),
        server,
        texts.files(),
        main,
        main.flatMap(texts::parse),
        authorizationMap);
  }

  /** Whether clients cannot come without TLS; empty if that may stand where nobody could read. */
  public Optional<Boolean> requiresTls() {
    boolean seen =
        config.map(ForeignConfig::requiresTls).orElse(false)
            || server.filter(ServerCommand::usesTls).isPresent();
    boolean readAll = config.filter(c -> c.missing().isEmpty()).isPresent();
    return seen || readAll ? Optional.of(seen) : Optional.empty();
  }

  /** What keeps the servers from being restarted. */
  public Optional<Problem> problem() {
    List<ConfPath> ours =
        files.stream().filter(f -> f.isIn(authorizationMap)).map(MountedFile::path).toList();
    if (ours.isEmpty()) {
      return refusal(
          "its pods do not mount ConfigMap "
              + authorizationMap
              + ". Mount it, and have nats.conf include its file "
              + AuthorizationMap.FILE);
    }
    Optional<Problem> option =
        server
            .flatMap(ServerCommand::rival)
            .flatMap(
                o -> decidedBy("container " + server.get().container().getName(), "option -" + o));
    if (option.isPresent() || config.isEmpty()) {
      return option;
    } else if (ours.stream().noneMatch(config.get()::includes)) {
      return notIncluded(main.get(), ours.get(0));
    }
    return config.get().rival().flatMap(this::decidedBy);
  }

  /** What a person should know who relies on {@link #problem}. */
  public Optional<String> note() {
    if (config.isEmpty()) {
      return Optional.of(
          "the configuration of StatefulSet "
              + set
              + " could not be read ("
              + whyUnread()
              + ")"
              + UNCHECKED);
    }
    List<ConfPath> missing = config.get().missing();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            main.get().where()
                + " includes "
                + missing.stream()
                    .limit(3)
                    .map(ConfPath::toString)
                    .collect(Collectors.joining(", "))
                + (missing.size() > 3 ? " and others" : "")
                + ", not in a ConfigMap that "
                + container()
                + " mounts"
                + UNCHECKED);
  }

  private String whyUnread() {
    if (server.isEmpty()) {
      return "none of its containers is plainly a nats-server: name the port for clients nats";
    }
    Optional<ConfPath> path = server.get().configFile();
    if (path.isEmpty()) {
      return "the command line of " + container() + " shows no file behind -c or --config";
    }
    return main.map(file ->
            file.where() + " is not as nats-server would take it, or larger than is read here")
        .orElse(path.get() + " is not in a ConfigMap that " + container() + " mounts");
  }

  private String container() {
    return "container " + server.get().container().getName();
  }

  private Optional<Problem> notIncluded(MountedFile main, ConfPath ours) {
    String path = main.path().folder().relative(ours);
    return refusal(
        main.where()
            + " does not include "
            + path
            + " outside of its blocks. Add \"include "
            + path
            + "\"; in values of the official chart: config.merge.zzz$include");
  }

  private Optional<Problem> decidedBy(Rival rival) {
    String where =
        files.stream()
            .filter(f -> f.path().equals(rival.file()))
            .findFirst()
            .map(MountedFile::where)
            .orElseThrow();
    return decidedBy(where, rival.key());
  }

  private Optional<Problem> decidedBy(String where, String key) {
    return refusal(
        where
            + " itself decides who gets in, by "
            + key
            + ". A token beside it would count for nothing, or not everywhere. Take it out");
  }

  private Optional<Problem> refusal(String why) {
    return Optional.of(
        new Problem(
            Reason.ServerConfiguration, "StatefulSet " + set + " is not restarted: " + why));
  }
}
