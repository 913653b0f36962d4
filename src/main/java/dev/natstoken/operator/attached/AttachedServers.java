package dev.natstoken.operator.attached;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.ServerPorts;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A StatefulSet of servers that somebody else runs, and its pods, as the API server has them. They
 * carry none of our labels, so no watch shows them.
 */
public record AttachedServers(StatefulSet set, List<Pod> pods) {

  /**
   * Reads them; throws {@link ProblemException} if they are not there, or cannot be used.
   *
   * @param all resources of the namespace
   */
  public static AttachedServers read(
      KubernetesClient client, NatsTokenAuth resource, Collection<NatsTokenAuth> all) {
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.specOrDefaults().attachedStatefulSet().orElseThrow();
    StatefulSet set = client.apps().statefulSets().inNamespace(namespace).withName(name).get();
    if (set == null) {
      throw new ProblemException(
          Problem.SERVERS_MISSING,
          "StatefulSet "
              + name
              + " in spec.serverRef does not exist in this namespace. Create it, or make a"
              + " NatsTokenAuth that names another");
    }
    new ServerRefTarget(set).check(resource, all);
    String uid = set.getMetadata().getUid();
    List<Pod> pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabelSelector(set.getSpec().getSelector())
            .list()
            .getItems()
            .stream()
            .filter(p ->
                p.getMetadata().getOwnerReferences().stream().anyMatch(r -> uid.equals(r.getUid())))
            .toList();
    return new AttachedServers(set, pods);
  }

  String name() {
    return set.getMetadata().getName();
  }

  public int replicas() {
    return set.getSpec().getReplicas();
  }

  public int clientPort() {
    return ServerPorts.named("nats", set.getSpec().getTemplate().getSpec(), NatsPorts.CLIENTS);
  }

  /** The headless Service: the one that is sure to lead to these pods. */
  public String host() {
    return set.getSpec().getServiceName() + "." + set.getMetadata().getNamespace() + ".svc";
  }

  public List<String> addresses() {
    var ordinals = set.getSpec().getOrdinals();
    int first = ordinals == null || ordinals.getStart() == null ? 0 : ordinals.getStart();
    return IntStream.range(first, first + replicas())
        .mapToObj(i -> name() + "-" + i + "." + host() + ":" + clientPort())
        .toList();
  }

  /** What is told of them in the status. */
  public Observation.Attached report(ClientAccess access) {
    Map<String, String> labels = set.getSpec().getSelector().getMatchLabels();
    String selector =
        labels == null
            ? null
            : new TreeMap<>(labels)
                .entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(","));
    return new Observation.Attached(
        selector, access.scheme() + "://" + host() + ":" + clientPort());
  }

  /** Has the StatefulSet replace its pods, as {@code kubectl rollout restart} does. */
  public AttachedServers marked(KubernetesClient client, String fieldManager, String digest) {
    if (digest.equals(Configurations.digest(set.getSpec().getTemplate().getMetadata()))) {
      return this;
    }
    String patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
            .formatted(Labels.CONFIG_DIGEST, digest);
    StatefulSet written =
        client
            .apps()
            .statefulSets()
            .inNamespace(set.getMetadata().getNamespace())
            .withName(name())
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(fieldManager)
                    .build(),
                patch);
    return new AttachedServers(written, pods);
  }
}
