package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.status.Observation;
import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A StatefulSet of servers that somebody else runs, and its pods, as the API server has them. They
 * carry none of our labels, so no watch shows them.
 */
record AttachedServers(StatefulSet set, List<Pod> pods) {

  /** Reads them; throws {@link ProblemException} if they are not there, or cannot be used. */
  static AttachedServers read(KubernetesClient client, Owner owner, String name) {
    StatefulSet set =
        client.apps().statefulSets().inNamespace(owner.namespace()).withName(name).get();
    if (set == null) {
      throw problem(
          Problem.SERVERS_MISSING,
          name,
          "does not exist in this namespace. Create it, or make a NatsTokenAuth that names another");
    }
    check(set);
    String uid = set.getMetadata().getUid();
    List<Pod> pods =
        client
            .pods()
            .inNamespace(owner.namespace())
            .withLabelSelector(set.getSpec().getSelector())
            .list()
            .getItems()
            .stream()
            .filter(
                p ->
                    p.getMetadata().getOwnerReferences().stream()
                        .anyMatch(r -> uid.equals(r.getUid())))
            .toList();
    return new AttachedServers(set, pods);
  }

  private static void check(StatefulSet set) {
    String name = set.getMetadata().getName();
    Optional<String> other = Owner.nameOfController(set);
    if (other.isPresent()) {
      throw problem(
          Problem.SERVER_CONFIGURATION,
          name,
          "belongs to NatsTokenAuth "
              + other.get()
              + ", by which it has a token already. Delete this resource, or name servers that"
              + " somebody else runs");
    }
    if (set.getSpec().getServiceName() == null) {
      throw problem(
          Problem.SERVER_CONFIGURATION,
          name,
          "cannot be used: it needs a spec.serviceName, by which its pods have names of their own");
    }
    if (set.getSpec().getReplicas() == 0) {
      throw problem(
          Problem.SERVERS_MISSING,
          name,
          "has no replicas, so there is nobody who could let clients in. Scale it up; the token is"
              + " kept");
    }
  }

  private static ProblemException problem(String reason, String name, String what) {
    return new ProblemException(reason, "StatefulSet " + name + " in spec.serverRef " + what);
  }

  String name() {
    return set.getMetadata().getName();
  }

  int replicas() {
    return set.getSpec().getReplicas();
  }

  int clientPort() {
    return Ports.named("nats", set.getSpec().getTemplate().getSpec(), ServerSet.CLIENT_PORT);
  }

  /** The headless Service: the one that is sure to lead to these pods. */
  String host() {
    return set.getSpec().getServiceName() + "." + set.getMetadata().getNamespace() + ".svc";
  }

  List<String> addresses() {
    return IntStream.range(0, replicas())
        .mapToObj(i -> name() + "-" + i + "." + host() + ":" + clientPort())
        .toList();
  }

  /** What is told of them in the status. */
  Observation.Attached report(ClientAccess access) {
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
  AttachedServers marked(
      KubernetesClient client, String fieldManager, String annotation, String value) {
    if (value.equals(Configurations.digest(set.getSpec().getTemplate().getMetadata()))) {
      return this;
    }
    String patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
            .formatted(annotation, value);
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

  /** Whether its controller waits for somebody to delete the pods. */
  boolean waitsForDeletion() {
    return "OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
  }
}
