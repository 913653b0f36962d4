package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.desired.ClientService;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.DisruptionBudget;
import dev.natstoken.operator.desired.HeadlessService;
import dev.natstoken.operator.desired.OperatorPods;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.Servers;
import dev.natstoken.operator.desired.ServersNetworkPolicy;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * Applies the objects of one set: what makes the servers start (configuration, StatefulSet), and
 * the rest, which makes them found and reached (Services, PodDisruptionBudget, NetworkPolicy,
 * PodMonitor). Each group goes side by side. Pods wait for the first; the second follows the user
 * even while a rotation holds the servers.
 */
final class OwnedObjects {

  private final ReconcilerContext shared;
  private final Applier applier;
  private final NatsTokenAuthSpec spec;
  private final Desired desired;

  OwnedObjects(ReconcilerContext shared, Applier applier, NatsTokenAuthSpec spec, Desired desired) {
    this.shared = shared;
    this.applier = applier;
    this.spec = spec;
    this.desired = desired;
  }

  /** Returns the StatefulSet as it then is. */
  StatefulSet applyServers(Shape shape, long tokenGeneration) {
    ServerSet set = desired.servers().shaped(shape.replicas(), shape.partition());
    var configuration =
        shared.background(
            () ->
                applier.apply(
                    ConfigMap.class,
                    ConfigurationMap.desired(
                        set.owner(), desired.natsConf(), set.configDigest(), tokenGeneration)));
    try {
      StatefulSet servers = applier.apply(StatefulSet.class, Servers.desired(set));
      ReconcilerContext.await(configuration);
      return servers;
    } finally {
      ReconcilerContext.settle(configuration);
    }
  }

  /** Returns what the user should know, if anything. */
  Optional<String> applyTheRest(KubernetesClient client) {
    ServerSet set = desired.servers();
    Owner owner = set.owner();
    var podMonitor =
        shared.background(() -> shared.podMonitors().follow(client, applier, owner, spec));
    var rest =
        List.of(
            shared.background(
                () ->
                    applier.apply(
                        Service.class,
                        ClientService.desired(owner, spec.serviceOrDefault(), set.listeners()))),
            shared.background(
                () ->
                    applier.apply(Service.class, HeadlessService.desired(owner, set.listeners()))),
            shared.background(
                () -> applier.apply(PodDisruptionBudget.class, DisruptionBudget.desired(owner))),
            shared.background(() -> applyNetworkPolicy(set, spec.networkPolicyOrDefault())),
            podMonitor);
    rest.forEach(ReconcilerContext::settle);
    rest.forEach(ReconcilerContext::await);
    return ReconcilerContext.await(podMonitor);
  }

  private Optional<NetworkPolicy> applyNetworkPolicy(ServerSet set, NetworkPolicySpec access) {
    if (!access.enabledOrDefault()) {
      applier.remove(NetworkPolicy.class, set.names().networkPolicy());
      return Optional.empty();
    }
    OperatorConfig config = shared.config();
    var operator = new OperatorPods(config.namespace(), config.podLabels());
    return Optional.of(
        applier.apply(NetworkPolicy.class, ServersNetworkPolicy.desired(set, access, operator)));
  }
}
