package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.AllowedNamespaces;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who may open connections to the servers:
 *
 * <ol>
 *   <li>Clients, to every port for them, from everywhere unless the user names them; then also
 *       those of the namespaces that may have the token.
 *   <li>The operator, which logs in and reads the monitoring port to prove the servers.
 *   <li>The servers of the set, for routes.
 *   <li>Scrapers that the user names, to the monitoring port.
 * </ol>
 *
 * <p>What the servers connect to is not restricted. Probes come from the node, which Kubernetes
 * always lets in.
 */
public final class ServersNetworkPolicy {

  /** Kubernetes puts it on every namespace, and lets nobody change it. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private ServersNetworkPolicy() {}

  public static NetworkPolicy desired(
      ServerSet set, NetworkPolicySpec access, AllowedNamespaces allowed, OperatorPods operator) {
    Owner owner = set.owner();
    int[] clientPorts =
        IntStream.concat(
                IntStream.of(NatsPorts.CLIENTS),
                set.features().listeners().stream().mapToInt(Listener::port))
            .toArray();
    List<NetworkPolicyIngressRule> rules = new ArrayList<>();
    rules.add(rule(clients(access, allowed), clientPorts));
    rules.add(rule(List.of(peer(operator)), NatsPorts.CLIENTS, NatsPorts.MONITOR));
    rules.add(rule(List.of(servers(owner)), NatsPorts.ROUTES));
    if (!access.scrapersOrEmpty().isEmpty()) {
      rules.add(rule(access.scrapersOrEmpty(), scrapedPorts(set)));
    }
    return new NetworkPolicyBuilder()
        .withMetadata(owner.metadata(owner.names().networkPolicy(), Map.of()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .withIngress(rules)
        .endSpec()
        .build();
  }

  /** Empty for everybody. */
  private static List<NetworkPolicyPeer> clients(
      NetworkPolicySpec access, AllowedNamespaces allowed) {
    if (access.clients() == null) {
      return List.of();
    }
    Stream<NetworkPolicyPeer> byName =
        allowed.namesOrEmpty().stream().map(name -> namespaces(Map.of(NAMESPACE_NAME, name)));
    Stream<NetworkPolicyPeer> byLabels =
        allowed.labels().map(ServersNetworkPolicy::namespaces).stream();
    return Stream.of(access.clients().stream(), byName, byLabels).flatMap(peers -> peers).toList();
  }

  private static NetworkPolicyPeer namespaces(Map<String, String> labels) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .withMatchLabels(labels)
        .endNamespaceSelector()
        .build();
  }

  /** What the user should know of metrics that the policy lets nobody fetch. */
  public static Optional<String> noteOfMetrics(NatsTokenAuthSpec spec) {
    NetworkPolicySpec access = spec.networkPolicyOrDefault();
    return spec.exporter()
        .filter(_ -> access.enabledOrDefault() && access.scrapersOrEmpty().isEmpty())
        .map(_ ->
            "port "
                + ExporterContainer.PORT
                + " of the exporter is closed to all, unless a NetworkPolicy of your own opens it:"
                + " name Prometheus in spec.networkPolicy.scrapers");
  }

  private static int[] scrapedPorts(ServerSet set) {
    return set.features().exporter().isPresent()
        ? new int[] {NatsPorts.MONITOR, ExporterContainer.PORT}
        : new int[] {NatsPorts.MONITOR};
  }

  /** No peer at all means everybody. */
  private static NetworkPolicyIngressRule rule(List<NetworkPolicyPeer> peers, int... ports) {
    List<NetworkPolicyPort> list =
        IntStream.of(ports)
            .mapToObj(port ->
                new NetworkPolicyPortBuilder()
                    .withProtocol("TCP")
                    .withPort(new IntOrString(port))
                    .build())
            .toList();
    return new NetworkPolicyIngressRule(peers, list);
  }

  private static NetworkPolicyPeer peer(OperatorPods operator) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .addToMatchLabels(NAMESPACE_NAME, operator.namespace())
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(operator.labels())
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPeer servers(Owner owner) {
    return new NetworkPolicyPeerBuilder()
        .withNewPodSelector()
        .withMatchLabels(Labels.podSelector(owner.name()))
        .endPodSelector()
        .build();
  }
}
