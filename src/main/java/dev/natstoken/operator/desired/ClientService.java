package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/** The Service for clients: one address for all ready servers. */
public final class ClientService {

  private ClientService() {}

  public static Service desired(Owner owner) {
    return new ServiceBuilder()
        .withMetadata(owner.metadata(owner.names().service(), Map.of()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.podSelector(owner.name()))
        .addNewPort()
        .withName("nats")
        .withProtocol("TCP")
        .withPort(ServerSet.CLIENT_PORT)
        .withTargetPort(new IntOrString("nats"))
        .endPort()
        .endSpec()
        .build();
  }
}
