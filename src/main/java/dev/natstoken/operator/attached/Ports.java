package dev.natstoken.operator.attached;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;

/** Ports by the names that the official chart gives them, and we too. */
public final class Ports {

  private Ports() {}

  public static int named(String name, PodSpec pod, int otherwise) {
    return pod.getContainers().stream()
        .flatMap(c -> c.getPorts().stream())
        .filter(p -> name.equals(p.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(otherwise);
  }
}
