package dev.natstoken.operator.observed;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;

/** ServerPorts by the names that the official chart gives them, and we too. */
public final class ServerPorts {

  private ServerPorts() {}

  public static int named(String name, PodSpec pod, int otherwise) {
    return pod.getContainers().stream()
        .flatMap(c -> c.getPorts().stream())
        .filter(p -> name.equals(p.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(otherwise);
  }
}
