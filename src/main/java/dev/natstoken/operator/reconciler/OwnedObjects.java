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
import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.ServersNetworkPolicy;
import dev.natstoken.operator.desired.ServersStatefulSet;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.WriteRefusal;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.rotation.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Applies the objects of one set: what makes the servers start (configuration, StatefulSet), and
 * the rest, which makes them found and reached (Services, PodDisruptionBudget, NetworkPolicy,
 * PodMonitor). Each group goes side by side. Pods wait for the first; the second follows the user
 * even while a rotation holds the servers. What of it is refused is told and holds nothing up: a
 * port that is taken must not keep a former token in use.
 */
final class OwnedObjects {

  private final ReconcilerContext shared;
  private final Applier applier;
  private final NatsTokenAuthSpec spec;
  private final Plan desired;

  OwnedObjects(ReconcilerContext shared, Applier applier, NatsTokenAuthSpec spec, Plan desired) {
    this.shared = shared;
    this.applier = applier;
    this.spec = spec;
    this.desired = desired;
  }

  /** Returns the StatefulSet as it then is. */
  StatefulSet applyServers(Shape shape, long tokenGeneration) {
    ServerSet set = desired.servers().shaped(shape.replicas(), shape.partition());
    var configuration =
        shared.background(() ->
            applier.apply(
                ConfigMap.class,
                ConfigurationMap.desired(
                    set.owner(), desired.natsConf(), set.configDigest(), tokenGeneration)));
    try {
      StatefulSet servers = applier.apply(StatefulSet.class, ServersStatefulSet.desired(set));
      ReconcilerContext.await(configuration);
      return servers;
    } finally {
      ReconcilerContext.settle(configuration);
    }
  }

  /**
   * What became of the objects beside the servers.
   *
   * @param note what the user should know although all is well
   * @param problem the first that only the user can mend
   */
  record Rest(Optional<String> note, Optional<Problem> problem) {}

  Rest applyTheRest(KubernetesClient client) {
    ServerSet set = desired.servers();
    Owner owner = set.owner();
    var podMonitor =
        shared.background(() -> shared.podMonitors().follow(client, applier, owner, spec));
    var rest =
        List.of(
            shared.background(() ->
                applier.apply(
                    Service.class,
                    ClientService.desired(owner, spec.serviceOrDefault(), set.listeners()))),
            shared.background(() ->
                applier.apply(Service.class, HeadlessService.desired(owner, set.listeners()))),
            shared.background(
                () -> applier.apply(PodDisruptionBudget.class, DisruptionBudget.desired(owner))),
            shared.background(() -> applyNetworkPolicy(set, spec.networkPolicyOrDefault())),
            podMonitor);
    rest.forEach(ReconcilerContext::settle);
    Optional<Problem> problem = rest.stream().flatMap(each -> problem(each).stream()).findFirst();
    return new Rest(
        problem.isPresent() ? Optional.empty() : ReconcilerContext.await(podMonitor), problem);
  }

  private static Optional<Problem> problem(CompletableFuture<?> written) {
    try {
      ReconcilerContext.await(written);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    } catch (KubernetesClientException e) {
      return Optional.of(WriteRefusal.of(e).orElseThrow(() -> e));
    }
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
