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
   * @return why it could not be done, if only a person can help
   */
  static Optional<Problem> run(
      Reconciliation about,
      SeenServers servers,
      StatefulSet set,
      Configurations configurations,
      TokenState state,
      Wish wish) {
    SetView view = servers.view(set, state, configurations);
    List<Removal> removals =
        RemovalRules.of(
            state,
            wish,
            view,
            ordinal -> servers.comesBackChanged(ordinal, set),
            servers.oneIsJustBack());
    try {
      removals.forEach(removal ->
          servers.pods().stream()
              .filter(p -> Rollout.ordinal(p) == removal.ordinal())
              .forEach(p -> delete(about, p, removal.quickly())));
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private static void delete(Reconciliation about, Pod pod, boolean quickly) {
    boolean goes = pod.getMetadata().getDeletionTimestamp() != null;
    Long left = pod.getMetadata().getDeletionGracePeriodSeconds();
    boolean slowly = left != null && left > QUICKLY_SECONDS;
    if (!goes || (quickly && slowly)) {
      about
          .deleter()
          .deletePod(pod, quickly ? OptionalLong.of(QUICKLY_SECONDS) : OptionalLong.empty());
    }
  }
}
