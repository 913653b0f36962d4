package dev.natstoken.operator.observed;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Pods for which the scheduler finds no node, for longer than a new node would take to come. */
public final class UnschedulablePods {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private UnschedulablePods() {}

  public static Optional<Problem> in(Collection<Pod> pods, Instant now) {
    return pods.stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null && p.getStatus() != null)
        .flatMap(p ->
            p.getStatus().getConditions().stream()
                .filter(c -> isUnschedulable(c, now))
                .map(c -> problem(p, c)))
        .findFirst();
  }

  private static boolean isUnschedulable(PodCondition condition, Instant now) {
    return "PodScheduled".equals(condition.getType())
        && "False".equals(condition.getStatus())
        && condition.getLastTransitionTime() != null
        && Instant.parse(condition.getLastTransitionTime()).plus(PATIENCE).isBefore(now);
  }

  private static Problem problem(Pod pod, PodCondition condition) {
    return new Problem(
        Reason.PodsUnschedulable,
        "Pod "
            + pod.getMetadata().getName()
            + " finds no node: "
            + Problem.reported(condition.getMessage())
            + ". Make room, or change spec.pod");
  }
}
