package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** The pods of one namespace, as the StatefulSet controller makes them and the kubelet reports. */
record FakePods(KubernetesClient client, String namespace) {

  static final String REVISION = "controller-revision-hash";

  /** As the template of the set says. */
  Pod create(StatefulSet set, String name, String revision) {
    return pod(set, name, revision).create();
  }

  /** Why the API server would not have it, if it would not. */
  Optional<String> refusal(StatefulSet set, String name, String revision) {
    try {
      pod(set, name, revision).dryRun().create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return Optional.of(e.getStatus().getMessage());
    }
  }

  private NamespaceableResource<Pod> pod(StatefulSet set, String name, String revision) {
    return client.resource(
        new PodBuilder()
            .withMetadata(set.getSpec().getTemplate().getMetadata())
            .editMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels(REVISION, revision)
            .withOwnerReferences(reference(set))
            .endMetadata()
            .withSpec(set.getSpec().getTemplate().getSpec())
            .editSpec()
            .addAllToVolumes(claimed(set, name))
            .endSpec()
            .build());
  }

  /** Makes a pod its own that a set of the same name left behind. */
  void takeUp(StatefulSet set, Pod pod) {
    var owner = reference(set);
    if (!pod.getMetadata().getOwnerReferences().equals(List.of(owner))) {
      AsUser.edit(
          named(pod),
          p -> new PodBuilder(p).editMetadata().withOwnerReferences(owner).endMetadata().build());
    }
  }

  /** Takes its owner away. */
  void release(Pod pod) {
    AsUser.edit(
        named(pod),
        p -> new PodBuilder(p).editMetadata().withOwnerReferences(List.of()).endMetadata().build());
  }

  /** Its server runs, at this address. */
  void run(Pod pod, String address) {
    AsUser.editStatus(
        named(pod),
        p ->
            new PodBuilder(p)
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .addNewPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
  }

  /** Its server does not start, for this reason if any. */
  void keepFromStarting(Pod pod, Optional<String> reason) {
    AsUser.editStatus(
        named(pod),
        p ->
            new PodBuilder(p)
                .withNewStatus()
                .withPhase("Pending")
                .withContainerStatuses(reason.map(FakePods::waiting).stream().toList())
                .endStatus()
                .build());
  }

  private static ContainerStatus waiting(String reason) {
    return new ContainerStatusBuilder()
        .withName("nats")
        .withReady(false)
        .withRestartCount(0)
        .withImage("nats")
        .withImageID("")
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .endWaiting()
        .endState()
        .build();
  }

  private static List<Volume> claimed(StatefulSet set, String pod) {
    return set.getSpec().getVolumeClaimTemplates().stream()
        .map(c ->
            new VolumeBuilder()
                .withName(c.getMetadata().getName())
                .withNewPersistentVolumeClaim(c.getMetadata().getName() + "-" + pod, false)
                .build())
        .toList();
  }

  private Resource<Pod> named(Pod pod) {
    return client.pods().inNamespace(namespace).withName(pod.getMetadata().getName());
  }

  private static OwnerReference reference(StatefulSet set) {
    return new OwnerReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind("StatefulSet")
        .withName(set.getMetadata().getName())
        .withUid(set.getMetadata().getUid())
        .withController(true)
        .build();
  }
}
