package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;

/**
 * Lets a node drain take one server at a time. It stands for a single server too: "at most one
 * unavailable" never blocks a drain, and an object that comes and goes with the size could.
 *
 * <p>A server that is not ready may always be evicted, or two broken ones would hold a drain up for
 * ever. Not so with JetStream: one that catches up is not ready for long, and has a vote all the
 * while.
 */
public final class DisruptionBudget {

  private DisruptionBudget() {}

  public static PodDisruptionBudget desired(ServerSet set) {
    Owner owner = set.owner();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(owner.metadata(owner.names().disruptionBudget(), Map.of()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy(
            set.features().jetstream().isPresent() ? "IfHealthyBudget" : "AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endSelector()
        .endSpec()
        .build();
  }
}
