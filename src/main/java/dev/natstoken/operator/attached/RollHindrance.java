package dev.natstoken.operator.attached;

import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Optional;

/**
 * What keeps a StatefulSet of somebody else from replacing all of its pods. While there is such a
 * thing the operator publishes no other token: servers that nobody restarts would refuse it.
 *
 * @param set name of the StatefulSet
 * @param deletion whether its controller waits for somebody to delete each pod
 * @param strategy what it is, as the end of a sentence
 * @param remedy how all its pods come to the newest token nevertheless
 */
public record RollHindrance(String set, boolean deletion, String strategy, String remedy) {

  static Optional<RollHindrance> of(StatefulSet set) {
    String name = set.getMetadata().getName();
    if ("OnDelete".equals(set.getSpec().getUpdateStrategy().getType())) {
      return Optional.of(
          new RollHindrance(
              name,
              true,
              "the update strategy OnDelete",
              "delete its pods one by one, so that they come back with the newest token"));
    } else if (Rollout.partition(set) > 0) {
      return Optional.of(
          new RollHindrance(
              name,
              false,
              "an update strategy with a partition",
              "lower it to 0, so that the other pods get the newest token too"));
    }
    return Optional.empty();
  }

  /** Some servers do not have the token that is published. */
  Problem notRolled() {
    return problem(": " + remedy);
  }

  /** Another token is due. */
  Problem withholdsToken() {
    return problem(
        ", so no other token is published, although one is due: servers that do not restart would"
            + " refuse it. Let it roll by itself (RollingUpdate, partition 0)");
  }

  /** What to know of it in good times. */
  public String note() {
    return "the token does not change while StatefulSet " + set + " has " + strategy;
  }

  private Problem problem(String what) {
    return new Problem(Reason.ServersNotRolled, "StatefulSet " + set + " has " + strategy + what);
  }
}
