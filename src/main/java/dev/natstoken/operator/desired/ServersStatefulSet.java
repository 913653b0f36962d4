package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * The StatefulSet of the servers: identity and update policy; what a pod looks like is in {@link
 * ServerPod}. Pods start in parallel because a server needs no other to start, and because with
 * ordered starts a broken template could not be mended by mending the spec (kubernetes#67250).
 * Updates still go one pod at a time, by Kubernetes or, for a discarded token, by the operator.
 */
public final class ServersStatefulSet {

  /** The type of update of a set whose pods nobody but the operator replaces. */
  public static final String ON_DELETE = "OnDelete";

  private ServersStatefulSet() {}

  public static StatefulSet desired(ServerSet set) {
    Owner owner = set.owner();
    Optional<FileStoreClaim> claim = set.features().jetstream().flatMap(JetStream::claim);
    return new StatefulSetBuilder()
        .withMetadata(owner.metadata(set.names().statefulSet(), Map.of()))
        .withNewSpec()
        .withReplicas(set.size().replicas())
        .withServiceName(set.names().headlessService())
        .withPodManagementPolicy("Parallel")
        .withRevisionHistoryLimit(3)
        .withUpdateStrategy(updateStrategy(set.size()))
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endSelector()
        .withTemplate(ServerPod.template(set))
        .withVolumeClaimTemplates(claim.map(FileStoreClaim::template).stream().toList())
        .withPersistentVolumeClaimRetentionPolicy(claim.map(FileStoreClaim::retention).orElse(null))
        .endSpec()
        .build();
  }

  private static StatefulSetUpdateStrategy updateStrategy(ServerSet.Size size) {
    return size.onDelete()
        ? new StatefulSetUpdateStrategyBuilder().withType(ON_DELETE).build()
        : new StatefulSetUpdateStrategyBuilder()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withPartition(size.partition())
            .endRollingUpdate()
            .build();
  }
}
