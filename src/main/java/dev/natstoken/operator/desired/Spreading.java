package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ServerPodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/**
 * How the servers of one set spread over the nodes. The default stands for a single server too,
 * where it means nothing: the pod template then stays the same when the set grows.
 */
final class Spreading {

  private Spreading() {}

  static List<TopologySpreadConstraint> of(Owner owner, ServerPodSpec pod) {
    return pod.topologySpreadConstraints() == null
        ? List.of(overNodes(owner))
        : pod.topologySpreadConstraints().stream().map(c -> counted(owner, c)).toList();
  }

  private static TopologySpreadConstraint overNodes(Owner owner) {
    return counted(
        owner,
        new TopologySpreadConstraintBuilder()
            .withMaxSkew(1)
            .withTopologyKey("kubernetes.io/hostname")
            .withWhenUnsatisfiable("ScheduleAnyway")
            .build());
  }

  /** Without a selector it would count no pod at all. */
  private static TopologySpreadConstraint counted(
      Owner owner, TopologySpreadConstraint constraint) {
    return constraint.getLabelSelector() != null
        ? constraint
        : constraint
            .edit()
            .withNewLabelSelector()
            .withMatchLabels(Labels.podSelector(owner.name()))
            .endLabelSelector()
            .build();
  }
}
