package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.rotation.RemovalRules;
import dev.natstoken.operator.rotation.RemovalRules.Removal;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Deletes the pods of the servers that {@link RemovalRules} take away. */
final class ServerRemoval {

  /** The kubelet gives no container less. In it, clients are refused from the first moment on. */
  private static final long QUICKLY_SECONDS = 2;

  private ServerRemoval() {}

  /**
   * Deletes what has to go, if anything does.
   *
   * @param set as it was just written
   * @param first what comes before the first deletion; if it throws, nothing is deleted
   * @return why it could not be done, if only a person can help
   */
  static Optional<Problem> run(
      Reconciliation about,
      SeenServers servers,
      StatefulSet set,
      Configurations configurations,
      TokenState state,
      Wish wish,
      Runnable first) {
    SetView view = servers.view(set, state, configurations);
    List<Removal> removals =
        RemovalRules.of(
            state,
            wish,
            view,
            ordinal -> servers.comesBackChanged(ordinal, set),
            servers.oneIsJustBack());
    List<Deletion> due =
        removals.stream()
            .flatMap(removal ->
                servers.pods().stream()
                    .filter(p -> Rollout.ordinal(p) == removal.ordinal())
                    .map(p -> new Deletion(p, removal.quickly())))
            .filter(Deletion::isDue)
            .toList();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    first.run();
    try {
      due.forEach(deletion -> about.deleter().deletePod(deletion.pod(), deletion.grace()));
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private record Deletion(Pod pod, boolean quickly) {

    /** One that goes already may have to go sooner. */
    boolean isDue() {
      boolean goes = pod.getMetadata().getDeletionTimestamp() != null;
      Long left = pod.getMetadata().getDeletionGracePeriodSeconds();
      boolean slowly = left != null && left > QUICKLY_SECONDS;
      return !goes || (quickly && slowly);
    }

    OptionalLong grace() {
      return quickly ? OptionalLong.of(QUICKLY_SECONDS) : OptionalLong.empty();
    }
  }
}
