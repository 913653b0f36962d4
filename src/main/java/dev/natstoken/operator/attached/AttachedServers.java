package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.ServerPorts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A StatefulSet of servers that somebody else runs, and its pods, as the API server has them. */
public record AttachedServers(StatefulSet set, List<Pod> pods) {

  /**
   * The servers of this set.
   *
   * @param selected pods that its selector selects, of which others may be
   */
  public static AttachedServers of(StatefulSet set, List<Pod> selected) {
    String uid = set.getMetadata().getUid();
    return new AttachedServers(
        set,
        selected.stream()
            .filter(p ->
                p.getMetadata().getOwnerReferences().stream().anyMatch(r -> uid.equals(r.getUid())))
            .toList());
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
        .mapToObj(i -> new HostPort(name() + "-" + i + "." + host(), clientPort()).toString())
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
        selector, access.scheme() + "://" + new HostPort(host(), clientPort()));
  }
}
