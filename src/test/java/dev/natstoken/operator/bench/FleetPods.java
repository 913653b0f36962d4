package dev.natstoken.operator.bench;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pods as large as a real Kubernetes cluster makes them: with what admission, the scheduler and the
 * kubelet add. Only their ports are not those of nats-server, so that nobody else's are taken.
 */
record FleetPods(int clientPort, int monitorPort) {

  private static final String API_ACCESS = "kube-api-access-x7k2p";
  private static final String NODE = "node-0.region-1.compute.internal";
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  Pod pod(StatefulSet set, int ordinal, String revision) {
    var metadata = set.getMetadata();
    String name = metadata.getName() + "-" + ordinal;
    Pod pod =
        new PodBuilder()
            .withMetadata(set.getSpec().getTemplate().getMetadata())
            .editMetadata()
            .withNamespace(metadata.getNamespace())
            .withName(name)
            .addToLabels("controller-revision-hash", revision)
            .addToLabels("statefulset.kubernetes.io/pod-name", name)
            .addToLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("StatefulSet")
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(set.getSpec().getTemplate().getSpec())
            .editSpec()
            .withHostname(name)
            .withSubdomain(set.getSpec().getServiceName())
            .withNodeName(NODE)
            .addToTolerations(toleration("not-ready"), toleration("unreachable"))
            .addToVolumes(apiAccess())
            .endSpec()
            .build();
    pod.getSpec().getContainers().forEach(this::mount);
    return pod;
  }

  private void mount(Container container) {
    container
        .getVolumeMounts()
        .add(
            new VolumeMountBuilder()
                .withName(API_ACCESS)
                .withMountPath("/var/run/secrets/kubernetes.io/serviceaccount")
                .withReadOnly(true)
                .build());
    container.setPorts(
        container.getPorts().stream()
            .map(p ->
                switch (p.getName()) {
                  case "nats" -> new ContainerPortBuilder(p).withContainerPort(clientPort).build();
                  case "monitor" ->
                      new ContainerPortBuilder(p).withContainerPort(monitorPort).build();
                  default -> p;
                })
            .toList());
  }

  private static io.fabric8.kubernetes.api.model.Toleration toleration(String taint) {
    return new TolerationBuilder()
        .withKey("node.kubernetes.io/" + taint)
        .withOperator("Exists")
        .withEffect("NoExecute")
        .withTolerationSeconds(300L)
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Volume apiAccess() {
    return new VolumeBuilder()
        .withName(API_ACCESS)
        .withNewProjected()
        .withDefaultMode(0644)
        .addNewSource()
        .withNewServiceAccountToken(null, 3607L, "token")
        .endSource()
        .addNewSource()
        .withNewConfigMap()
        .withName("kube-root-ca.crt")
        .addNewItem("ca.crt", null, "ca.crt")
        .endConfigMap()
        .endSource()
        .endProjected()
        .build();
  }

  /** A merge patch that makes it Ready, in the words of a kubelet. */
  String running(Pod pod, String address) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var status =
        new PodStatusBuilder()
            .withPhase("Running")
            .withHostIP("10.0.0.1")
            .addNewHostIP("10.0.0.1")
            .withPodIP(address)
            .addNewPodIP(address)
            .withStartTime(now)
            .withConditions(
                Stream.of(
                        "PodReadyToStartContainers",
                        "Initialized",
                        "Ready",
                        "ContainersReady",
                        "PodScheduled")
                    .map(type ->
                        new PodConditionBuilder()
                            .withType(type)
                            .withStatus("True")
                            .withLastTransitionTime(now)
                            .build())
                    .toList());
    for (Container container : pod.getSpec().getContainers()) {
      status
          .addNewContainerStatus()
          .withName(container.getName())
          .withImage(container.getImage())
          .withImageID("docker.io/library/nats@" + DIGEST)
          .withContainerID("containerd://" + DIGEST.substring("sha256:".length()))
          .withReady(true)
          .withStarted(true)
          .withRestartCount(0)
          .withNewState()
          .withNewRunning(now)
          .endState()
          .endContainerStatus();
    }
    return Serialization.asJson(Map.of("status", status.build()));
  }
}
