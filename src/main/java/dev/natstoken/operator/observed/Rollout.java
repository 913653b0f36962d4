package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.ExporterContainer;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Server.Health;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How far the servers are, read from the StatefulSet and its pods. The pods themselves decide: they
 * tell of their readiness before the StatefulSet's status does.
 *
 * @param ready wanted pods of the revision that the StatefulSet wants there, ready and not about to
 *     go
 * @param complete whether there are as many of these as wanted, and no others
 * @param leaving whether there are as many, and others that are too many
 * @param settled whether, on top of it, no server and no revision of an earlier roll is left: a
 *     server that is replaced now comes back with the newest configuration
 * @param unseen while the StatefulSet controller has yet to see the newest set, so that nobody
 *     knows of which revision the pods should be: wanted ones that are ready on its configuration
 * @param problem what keeps a pod from starting, if anything is known to
 */
public record Rollout(
    int existing,
    List<Pod> ready,
    boolean complete,
    boolean leaving,
    boolean settled,
    OptionalInt unseen,
    Optional<Problem> problem) {

  public static final Rollout NONE =
      new Rollout(0, List.of(), false, false, false, OptionalInt.empty(), Optional.empty());

  /** A server that is not ready for so long is not just starting. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What a server needs to start and to be among the others again, where nothing holds it up. */
  private static final Duration JOINS = Duration.ofSeconds(2);

  private static final String REVISION_LABEL = "controller-revision-hash";

  /** Reasons for which a container waits and that do not pass by themselves. */
  private static final Set<String> FAILING =
      Set.of(
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CrashLoopBackOff",
          "CreateContainerConfigError",
          "CreateContainerError");

  /** Where servers below the partition are to keep the revision that they have. */
  public static Rollout of(StatefulSet set, Collection<Pod> pods, int wanted) {
    return of(set, pods, wanted, partition(set));
  }

  /** Where the partition is only a step on the way to all servers. */
  public static Rollout toAll(StatefulSet set, Collection<Pod> pods, int wanted) {
    return of(set, pods, wanted, 0);
  }

  private static Rollout of(StatefulSet set, Collection<Pod> pods, int wanted, int from) {
    var status = set.getStatus();
    boolean seen = isSeen(set);
    String revision = seen ? status.getUpdateRevision() : null;
    List<Pod> ready =
        pods.stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .filter(p -> revision != null && ordinal(p) < wanted)
            .filter(p -> ordinal(p) < from || revision.equals(revision(p)))
            .filter(Rollout::isReady)
            .toList();
    Optional<Problem> problem =
        pods.stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .flatMap(p -> failure(p).stream())
            .findFirst();
    boolean there = seen && ready.size() == wanted;
    boolean complete = there && pods.size() == wanted;
    boolean leaving = there && pods.stream().anyMatch(p -> ordinal(p) >= wanted);
    boolean settled =
        complete && partition(set) == 0 && revision.equals(status.getCurrentRevision());
    return new Rollout(
        pods.size(),
        ready,
        complete,
        leaving,
        settled,
        seen ? OptionalInt.empty() : configured(set, pods, wanted),
        problem);
  }

  private static OptionalInt configured(StatefulSet set, Collection<Pod> pods, int wanted) {
    String digest = Configurations.digest(set.getSpec().getTemplate().getMetadata());
    return OptionalInt.of(
        (int)
            pods.stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .filter(p -> ordinal(p) < wanted && isReady(p))
                .filter(p -> digest.equals(Configurations.digest(p.getMetadata())))
                .count());
  }

  /** Whether all that are wanted are ready on what they should have. */
  public boolean there() {
    return complete || leaving;
  }

  public static int partition(StatefulSet set) {
    var strategy = set.getSpec() == null ? null : set.getSpec().getUpdateStrategy();
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    return rolling == null || rolling.getPartition() == null ? 0 : rolling.getPartition();
  }

  /** Whether Kubernetes replaces none of the pods; the partition is 0 then. */
  public static boolean isOnDelete(StatefulSet set) {
    var strategy = set.getSpec().getUpdateStrategy();
    return strategy != null && ServersStatefulSet.ON_DELETE.equals(strategy.getType());
  }

  /** The number of a server; of a pod whose name has none, more than any server has. */
  public static int ordinal(Pod pod) {
    return ServerName.ordinal(pod.getMetadata().getName()).orElse(Integer.MAX_VALUE);
  }

  public static boolean isUpdated(Pod pod, StatefulSet set) {
    return isSeen(set) && set.getStatus().getUpdateRevision().equals(revision(pod));
  }

  /** Whether this pod, replaced now, would come back with another revision; false if unknown. */
  public static boolean comesBackChanged(Pod pod, StatefulSet set) {
    if (!isSeen(set)) {
      return false;
    }
    var status = set.getStatus();
    String next =
        ordinal(pod) < partition(set) ? status.getCurrentRevision() : status.getUpdateRevision();
    return next != null && !next.equals(revision(pod));
  }

  /** Since when this server has been ready; empty if it is not, or is not there. */
  public static Optional<Instant> readySince(Collection<Pod> pods, int ordinal) {
    return pods.stream()
        .filter(p -> ordinal(p) == ordinal && p.getMetadata().getDeletionTimestamp() == null)
        .filter(Rollout::isReady)
        .findFirst()
        .map(p ->
            readyCondition(p)
                .map(PodCondition::getLastTransitionTime)
                .orElse(p.getMetadata().getCreationTimestamp()))
        .map(Instant::parse);
  }

  /** Whether it is about to go within its time, or began so lately that it is hardly there. */
  public static boolean isJustBack(Pod pod, Instant now) {
    String deadline = pod.getMetadata().getDeletionTimestamp();
    String since = deadline == null ? pod.getMetadata().getCreationTimestamp() : deadline;
    return since != null && Instant.parse(since).plus(JOINS).isAfter(now);
  }

  /** Whether the controller knows the newest spec: only then its status says anything of it. */
  private static boolean isSeen(StatefulSet set) {
    var status = set.getStatus();
    return status != null
        && status.getObservedGeneration() != null
        && status.getObservedGeneration() >= set.getMetadata().getGeneration()
        && status.getUpdateRevision() != null;
  }

  /**
   * What the API server says of a pod. Its deletion timestamp is the time by which it should be
   * gone; on a node that is lost it stays, and nobody can say for how long.
   */
  public static Health health(Pod pod, Instant now) {
    String deadline = pod.getMetadata().getDeletionTimestamp();
    if (deadline != null) {
      boolean overdue = Instant.parse(deadline).plus(PATIENCE).isBefore(now);
      return overdue ? Health.FAILING : Health.STARTING;
    } else if (isReady(pod)) {
      return Health.READY;
    } else if (failure(pod).isPresent() || notReadySince(pod).plus(PATIENCE).isBefore(now)) {
      return Health.FAILING;
    }
    return Health.STARTING;
  }

  private static Instant notReadySince(Pod pod) {
    return readyCondition(pod)
        .map(PodCondition::getLastTransitionTime)
        .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
        .map(Instant::parse)
        .orElse(Instant.MAX.minus(PATIENCE));
  }

  private static Optional<PodCondition> readyCondition(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> "Ready".equals(c.getType()))
            .findFirst();
  }

  private static String revision(Pod pod) {
    return pod.getMetadata().getLabels().get(REVISION_LABEL);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPodIP() != null
        && readyCondition(pod).filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  private static Optional<Problem> failure(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .filter(c -> waits(c.getState()))
        .findFirst()
        .map(c -> new Problem(Reason.PodsFailing, sentence(pod, c)));
  }

  private static boolean waits(ContainerState state) {
    return state != null
        && state.getWaiting() != null
        && state.getWaiting().getReason() != null
        && FAILING.contains(state.getWaiting().getReason());
  }

  private static String sentence(Pod pod, ContainerStatus container) {
    ContainerStateWaiting waiting = container.getState().getWaiting();
    boolean exporter = ExporterContainer.NAME.equals(container.getName());
    return "Pod "
        + pod.getMetadata().getName()
        + " does not start: "
        + waiting.getReason()
        + (exporter ? " of its exporter" : "")
        + ". "
        + (exporter ? adviceOfTheExporter(waiting) : advice(waiting))
        + "; servers that run keep their configuration";
  }

  private static String adviceOfTheExporter(ContainerStateWaiting waiting) {
    return waiting.getReason().startsWith("CrashLoop")
        ? "See its log (kubectl logs --previous -c " + ExporterContainer.NAME + ")"
        : "Check spec.monitoring.exporter, its repository and version, or disable it";
  }

  private static String advice(ContainerStateWaiting waiting) {
    if (waiting.getReason().startsWith("CrashLoop")) {
      return "See its log (kubectl logs --previous)";
    } else if (waiting.getReason().startsWith("CreateContainer") && waiting.getMessage() != null) {
      return "The node says "
          + Problem.reported(waiting.getMessage())
          + ". Check spec.pod and spec.image";
    }
    return "Check spec.version and spec.image";
  }
}
