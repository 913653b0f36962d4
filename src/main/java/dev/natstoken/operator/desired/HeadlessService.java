package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;

/**
 * Gives every pod a name of its own. Addresses are published before a pod is ready: the servers
 * must find each other in order to become ready.
 */
public final class HeadlessService {

  private HeadlessService() {}

  public static Service desired(Owner owner, List<Listener> listeners) {
    return new ServiceBuilder()
        .withMetadata(owner.metadata(owner.names().headlessService(), Map.of()))
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Labels.podSelector(owner.name()))
        .withPorts(
            port("nats", NatsPorts.CLIENTS),
            port("cluster", NatsPorts.ROUTES),
            port("monitor", NatsPorts.MONITOR))
        .addAllToPorts(listeners.stream().map(Listener::servicePort).toList())
        .endSpec()
        .build();
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withProtocol("TCP")
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
