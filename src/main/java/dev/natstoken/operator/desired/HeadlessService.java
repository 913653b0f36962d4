package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/**
 * Gives every pod a name of its own. Addresses are published before a pod is ready: the servers
 * must find each other in order to become ready.
 */
public final class HeadlessService {

  private HeadlessService() {}

  public static Service desired(ServerSet set) {
    Owner owner = set.owner();
    return new ServiceBuilder()
        .withMetadata(owner.metadata(owner.names().headlessService(), Map.of()))
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Labels.podSelector(owner.name()))
        .withPorts(ServicePorts.clients(), ServicePorts.routes(), ServicePorts.monitor())
        .addAllToPorts(
            set.features().listeners().stream().map(l -> ServicePorts.of(l, set.tls())).toList())
        .endSpec()
        .build();
  }
}
