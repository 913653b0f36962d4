package dev.natstoken.operator.attached;

import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Ownership;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.ServerName;
import dev.natstoken.operator.observed.ServerPorts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A StatefulSet of servers that somebody else runs, and its pods, as the API server has them.
 *
 * @param strangers pods that its selector selects and that are none of its servers
 */
public record AttachedServers(StatefulSet set, List<Pod> pods, List<Pod> strangers) {

  /**
   * The servers of this set: pods that it controls and gave a name of its own.
   *
   * @param selected pods that its selector selects, of which others may be
   */
  public static AttachedServers of(StatefulSet set, List<Pod> selected) {
    Map<Boolean, List<Pod>> own =
        selected.stream().collect(Collectors.partitioningBy(p -> isServer(set, p)));
    return new AttachedServers(
        set,
        own.get(true).stream().filter(p -> Rollout.ordinal(p) >= first(set)).toList(),
        own.get(false).stream().filter(p -> !isLeaving(p) && !isAdoptable(set, p)).toList());
  }

  /** The same pods of the set as it is after a write. */
  public AttachedServers with(StatefulSet written) {
    return new AttachedServers(written, pods, strangers);
  }

  private static boolean isServer(StatefulSet set, Pod pod) {
    return Ownership.isServerOf(pod, set.getMetadata().getName(), set.getMetadata().getUid());
  }

  private static boolean isLeaving(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Whether the StatefulSet controller is about to take up this pod, which nobody controls. */
  private static boolean isAdoptable(StatefulSet set, Pod pod) {
    return ServerName.ordinal(set.getMetadata().getName(), pod.getMetadata().getName()).isPresent()
        && pod.getMetadata().getOwnerReferences().stream()
            .noneMatch(r -> Boolean.TRUE.equals(r.getController()));
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
    int first = first(set);
    return IntStream.range(first, first + replicas())
        .mapToObj(i -> new HostPort(name() + "-" + i + "." + host(), clientPort()).toString())
        .toList();
  }

  private static int first(StatefulSet set) {
    var ordinals = set.getSpec().getOrdinals();
    return ordinals == null || ordinals.getStart() == null ? 0 : ordinals.getStart();
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
