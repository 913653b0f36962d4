package dev.natstoken.operator.observed;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods for which the scheduler finds no node, yet or for long. */
public final class UnschedulablePods {

  /** Autoscalers bring a node within a few minutes; most give one up that takes much longer. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private UnschedulablePods() {}

  /** A pod that waits for longer than a new node would take to come. */
  public static Optional<Problem> in(Collection<Pod> pods, Instant now) {
    return unschedulable(pods)
        .filter(u -> u.since().plus(PATIENCE).isBefore(now))
        .findFirst()
        .map(u ->
            new Problem(
                Reason.PodsUnschedulable, u.sentence() + ". Make room, or change spec.pod"));
  }

  /** The same as soon as it waits. */
  public static Optional<String> waiting(Collection<Pod> pods) {
    return unschedulable(pods).findFirst().map(u -> u.sentence() + ". A new one may be on its way");
  }

  private record Unschedulable(String sentence, Instant since) {}

  private static Stream<Unschedulable> unschedulable(Collection<Pod> pods) {
    return pods.stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null && p.getStatus() != null)
        .flatMap(p ->
            p.getStatus().getConditions().stream()
                .filter(UnschedulablePods::isUnschedulable)
                .map(c -> unschedulable(p, c)));
  }

  private static boolean isUnschedulable(PodCondition condition) {
    return "PodScheduled".equals(condition.getType())
        && "False".equals(condition.getStatus())
        && condition.getLastTransitionTime() != null;
  }

  private static Unschedulable unschedulable(Pod pod, PodCondition condition) {
    return new Unschedulable(
        "Pod "
            + pod.getMetadata().getName()
            + " finds no node: "
            + Problem.reported(condition.getMessage()),
        Instant.parse(condition.getLastTransitionTime()));
  }
}
