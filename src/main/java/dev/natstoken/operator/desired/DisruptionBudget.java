package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;

/**
 * Lets a node drain take one server at a time. It stands for a single server too: "at most one
 * unavailable" never blocks a drain, and an object that comes and goes with the size could.
 */
public final class DisruptionBudget {

  private DisruptionBudget() {}

  public static PodDisruptionBudget desired(Owner owner) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(owner.metadata(owner.names().disruptionBudget(), Map.of()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endSelector()
        .endSpec()
        .build();
  }
}
