package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ServiceSpec;
import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;

/** The Service for clients: one address for all ready servers. */
public final class ClientService {

  private ClientService() {}

  public static Service desired(Owner owner, ServiceSpec service, List<Listener> listeners) {
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
        .addNewPort()
        .withName("nats")
        .withProtocol("TCP")
        .withPort(NatsPorts.CLIENTS)
        .withNodePort(service.nodePort())
        .withTargetPort(new IntOrString("nats"))
        .endPort()
        .addAllToPorts(listeners.stream().map(l -> port(l, service)).toList())
        .endSpec()
        .build();
  }

  private static ServicePort port(Listener listener, ServiceSpec service) {
    ServicePort port = listener.servicePort();
    port.setNodePort(
        switch (listener) {
          case WEBSOCKET -> service.websocketNodePort();
          case MQTT -> service.mqttNodePort();
          case LEAF_NODES -> service.leafNodesNodePort();
        });
    return port;
  }
}
