package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ResourcesSpec;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The container in which nats-server runs. */
final class ServerContainer {

  private static final String NAME = "nats";

  /** What is left of a memory limit for what Go does not count. */
  private static final BigDecimal OF_THE_LIMIT = new BigDecimal("0.9");

  private ServerContainer() {}

  static Container of(ServerSet set) {
    ResourcesSpec resources = set.pod().resourcesOrEmpty();
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(set.image().reference())
        .withImagePullPolicy(set.image().pullPolicy())
        // The name stays out of nats.conf: all servers then share one configuration and digest.
        .withArgs("--config", ServerVolumes.CONFIG_FILE, "--name", "$(POD_NAME)")
        .addAllToArgs(advertised(set))
        .addAllToArgs(set.features().jetstream().map(JetStream::arguments).orElse(List.of()))
        // From there nats-server takes the paths of certificates.
        .withWorkingDir(
            set.configuration().certificates().isEmpty() ? null : ServerVolumes.CONFIG_DIRECTORY)
        .withEnv(environment(resources))
        .withPorts(
            port("nats", NatsPorts.CLIENTS),
            port("cluster", NatsPorts.ROUTES),
            port("monitor", NatsPorts.MONITOR))
        .addAllToPorts(
            set.features().listeners().stream().map(l -> port(l.portName(), l.port())).toList())
        .withResources(requirements(resources))
        .withVolumeMounts(ServerVolumes.mounts(set))
        .withStartupProbe(KubeletProbes.startup(set))
        .withReadinessProbe(KubeletProbes.readiness())
        .withLivenessProbe(KubeletProbes.liveness())
        .withLifecycle(set.storesAlone() ? null : lameDuck())
        .withSecurityContext(restricted())
        .build();
  }

  /**
   * Clients hear of each server by the name that the Secret has too. An address would be another
   * server to them, it leads nowhere when the pod is gone, and not every library hears of the next
   * one (async-nats does not).
   */
  private static List<String> advertised(ServerSet set) {
    return !set.configuration().asBefore()
        ? List.of(
            "--client_advertise",
            new HostPort(
                    set.names().host("$(POD_NAME)", set.owner().namespace()), NatsPorts.CLIENTS)
                .toString())
        : List.of();
  }

  /**
   * Sends the clients of a stopping server to others, one after the other. Where there are no
   * others, that would only keep those waiting who go first.
   */
  private static Lifecycle lameDuck() {
    return new LifecycleBuilder()
        .withNewPreStop()
        .withNewExec()
        .withCommand("nats-server", "--signal", "ldm=" + NatsConfig.PID_FILE)
        .endExec()
        .endPreStop()
        .build();
  }

  static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static List<EnvVar> environment(ResourcesSpec resources) {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(
        new EnvVarBuilder()
            .withName("POD_NAME")
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.name")
            .endValueFrom()
            .build());
    Quantity memory = resources.limitsOrEmpty().get("memory");
    if (memory != null) {
      environment.add(
          new EnvVarBuilder()
              .withName("GOMEMLIMIT")
              .withValue(
                  memory.getNumericalAmount().multiply(OF_THE_LIMIT).toBigInteger().toString())
              .build());
    }
    return environment;
  }

  /** Null where the user says nothing: an empty object would be a field of ours. */
  static ResourceRequirements requirements(ResourcesSpec resources) {
    return resources.requestsOrEmpty().isEmpty() && resources.limitsOrEmpty().isEmpty()
        ? null
        : new ResourceRequirementsBuilder()
            .withRequests(resources.requestsOrEmpty())
            .withLimits(resources.limitsOrEmpty())
            .build();
  }

  static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }
}
