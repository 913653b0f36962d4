package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/**
 * Server-side apply tells the ports of a Service apart by their number. One of ours that got
 * another number by hand is a port of somebody else to it: it stays, and its name stands in the way
 * of ours. Such a port is therefore replaced first.
 */
public final class RenumberedPorts {

  private RenumberedPorts() {}

  static void mend(KubernetesClient client, HasMetadata desired, HasMetadata actual) {
    if (!(desired instanceof Service wanted) || !(actual instanceof Service present)) {
      return;
    }
    List<ServicePort> ours = wanted.getSpec().getPorts();
    List<ServicePort> others =
        present.getSpec().getPorts().stream().filter(p -> !isOneOf(ours, p)).toList();
    List<ServicePort> kept =
        others.stream()
            .filter(p -> ours.stream().noneMatch(o -> o.getName().equals(p.getName())))
            .toList();
    if (kept.size() < others.size()) {
      List<ServicePort> ports = Stream.concat(ours.stream(), kept.stream()).toList();
      client
          .resource(present)
          .edit(s -> new ServiceBuilder(s).editSpec().withPorts(ports).endSpec().build());
    }
  }

  private static boolean isOneOf(List<ServicePort> ports, ServicePort port) {
    return ports.stream()
        .anyMatch(
            p -> p.getPort().equals(port.getPort()) && p.getProtocol().equals(port.getProtocol()));
  }
}
