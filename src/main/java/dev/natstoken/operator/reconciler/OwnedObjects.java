package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ClientService;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.DisruptionBudget;
import dev.natstoken.operator.desired.HeadlessService;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.Servers;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/**
 * Applies the objects of one set: first what makes the servers start, then what makes them found,
 * each group side by side.
 */
final class OwnedObjects {

  private final ReconcilerContext shared;
  private final Applier applier;

  OwnedObjects(ReconcilerContext shared, Applier applier) {
    this.shared = shared;
    this.applier = applier;
  }

  /** Returns the StatefulSet as it then is. */
  StatefulSet apply(Desired desired, Shape shape, long tokenGeneration) {
    ServerSet set = desired.servers().shaped(shape.replicas(), shape.partition());
    Owner owner = set.owner();
    var configuration =
        shared.background(
            () ->
                applier.apply(
                    ConfigMap.class,
                    ConfigurationMap.desired(
                        owner, desired.natsConf(), set.configDigest(), tokenGeneration)));
    StatefulSet servers;
    try {
      servers = applier.apply(StatefulSet.class, Servers.desired(set));
    } finally {
      ReconcilerContext.settle(configuration);
    }
    ReconcilerContext.await(configuration);
    var others =
        List.of(
            shared.background(() -> applier.apply(Service.class, ClientService.desired(owner))),
            shared.background(() -> applier.apply(Service.class, HeadlessService.desired(owner))),
            shared.background(
                () -> applier.apply(PodDisruptionBudget.class, DisruptionBudget.desired(owner))));
    others.forEach(ReconcilerContext::settle);
    others.forEach(ReconcilerContext::await);
    return servers;
  }
}
