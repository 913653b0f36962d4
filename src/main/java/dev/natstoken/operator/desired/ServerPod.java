package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The pod of one server, within the restricted Pod Security profile. It carries nothing that
 * depends on the operator's own version: an operator upgrade restarts no server.
 */
final class ServerPod {

  static final String CONTAINER = "nats";

  private static final long USER = 1000;

  /** What a server needs to stop after its lame duck time. */
  private static final long STOP_SECONDS = 30;

  private ServerPod() {}

  static PodTemplateSpec template(ServerSet set) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.of(set.owner().name()))
        .addToAnnotations(Labels.CONFIG_DIGEST, set.configDigest())
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(set.lameDuckSeconds() + STOP_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withImagePullSecrets(set.pullSecrets().stream().map(LocalObjectReference::new).toList())
        .withContainers(server(set))
        .withVolumes(ServerVolumes.volumes(set))
        .endSpec()
        .build();
  }

  private static Container server(ServerSet set) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(set.image())
        .withImagePullPolicy(set.pullPolicy())
        // The name stays out of nats.conf: all servers then share one configuration and digest.
        .withArgs("--config", ServerVolumes.CONFIG_FILE, "--name", "$(POD_NAME)")
        .withEnv(
            new EnvVarBuilder()
                .withName("POD_NAME")
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.name")
                .endValueFrom()
                .build())
        .withPorts(
            port("nats", ServerSet.CLIENT_PORT),
            port("cluster", ServerSet.ROUTE_PORT),
            port("monitor", ServerSet.MONITOR_PORT))
        .withVolumeMounts(ServerVolumes.mounts())
        .withStartupProbe(ServerProbes.startup())
        .withReadinessProbe(ServerProbes.readiness())
        .withLivenessProbe(ServerProbes.liveness())
        .withLifecycle(
            new LifecycleBuilder()
                .withNewPreStop()
                .withNewExec()
                .withCommand("nats-server", "--signal", "ldm=" + ServerVolumes.PID_FILE)
                .endExec()
                .endPreStop()
                .build())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }
}
