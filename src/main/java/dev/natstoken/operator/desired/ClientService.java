package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ServiceSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Map;

/** The Service for clients: one address for all ready servers. */
public final class ClientService {

  private ClientService() {}

  public static Service desired(ServerSet set, ServiceSpec service) {
    Owner owner = set.owner();
    var policy = service.externalTrafficPolicyOrNull();
    return new ServiceBuilder()
        .withMetadata(owner.metadata(owner.names().service(), Map.of()))
        .editMetadata()
        .addToLabels(service.labelsOrEmpty())
        .addToLabels(Labels.of(owner.name()))
        .withAnnotations(service.annotationsOrEmpty())
        .endMetadata()
        .withNewSpec()
        .withType(service.typeOrDefault().name())
        .withIpFamilyPolicy(service.ipFamilyPolicyOrDefault().name())
        .withExternalTrafficPolicy(policy == null ? null : policy.name())
        .withLoadBalancerClass(service.loadBalancerClass())
        .withLoadBalancerSourceRanges(service.loadBalancerSourceRangesOrEmpty())
        .withSelector(Labels.podSelector(owner.name()))
        .withPorts(clients(service))
        .addAllToPorts(
            set.features().listeners().stream().map(l -> port(l, set.tls(), service)).toList())
        .endSpec()
        .build();
  }

  private static ServicePort clients(ServiceSpec service) {
    ServicePort port = ServicePorts.clients();
    port.setNodePort(service.nodePort());
    return port;
  }

  private static ServicePort port(Listener listener, boolean tls, ServiceSpec service) {
    ServicePort port = ServicePorts.of(listener, tls);
    port.setNodePort(
        switch (listener) {
          case WEBSOCKET -> service.websocketNodePort();
          case MQTT -> service.mqttNodePort();
          case LEAF_NODES -> service.leafNodesNodePort();
        });
    return port;
  }
}
