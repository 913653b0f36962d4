package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far the servers are, read from the StatefulSet and its pods. The pods themselves decide: they
 * tell of their readiness before the StatefulSet's status does.
 *
 * @param ready pods of the newest revision that are ready and not about to go
 * @param complete whether there are as many of these as wanted, and no others
 * @param problem what keeps a pod from starting, if anything is known to
 */
record Rollout(int existing, List<Pod> ready, boolean complete, Optional<Problem> problem) {

  static final Rollout NONE = new Rollout(0, List.of(), false, Optional.empty());

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

  static Rollout of(StatefulSet set, Collection<Pod> pods, int wanted) {
    var status = set.getStatus();
    boolean seen =
        status != null
            && status.getObservedGeneration() != null
            && status.getObservedGeneration() >= set.getMetadata().getGeneration();
    String revision = seen ? status.getUpdateRevision() : null;
    List<Pod> ready =
        pods.stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .filter(p -> revision != null && revision.equals(revision(p)))
            .filter(Rollout::isReady)
            .toList();
    Optional<Problem> problem =
        pods.stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .flatMap(p -> failure(p).stream())
            .findFirst();
    boolean complete = seen && ready.size() == wanted && pods.size() == wanted;
    return new Rollout(pods.size(), ready, complete, problem);
  }

  private static String revision(Pod pod) {
    return pod.getMetadata().getLabels().get(REVISION_LABEL);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPodIP() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static Optional<Problem> failure(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(s -> s != null && s.getWaiting() != null)
        .map(s -> s.getWaiting())
        .filter(w -> w.getReason() != null && FAILING.contains(w.getReason()))
        .findFirst()
        .map(w -> new Problem(Problem.PODS_FAILING, sentence(pod, w)));
  }

  private static String sentence(Pod pod, ContainerStateWaiting waiting) {
    String advice =
        waiting.getReason().startsWith("CrashLoop")
            ? "See its log (kubectl logs --previous)"
            : "Check spec.version and spec.image";
    return "Pod "
        + pod.getMetadata().getName()
        + " does not start: "
        + waiting.getReason()
        + ". "
        + advice
        + "; servers that run keep their configuration";
  }
}
