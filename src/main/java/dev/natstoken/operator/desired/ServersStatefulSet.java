package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * The StatefulSet of the servers: identity and update policy; what a pod looks like is in {@link
 * ServerPod}. Pods start in parallel because a server needs no other to start, and because with
 * ordered starts a broken template could not be mended by mending the spec (kubernetes#67250).
 * Updates still go one pod at a time.
 */
public final class ServersStatefulSet {

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
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withPartition(set.size().partition())
        .endRollingUpdate()
        .endUpdateStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endSelector()
        .withTemplate(ServerPod.template(set))
        .withVolumeClaimTemplates(claim.map(FileStoreClaim::template).stream().toList())
        .withPersistentVolumeClaimRetentionPolicy(claim.map(FileStoreClaim::retention).orElse(null))
        .endSpec()
        .build();
  }
}
