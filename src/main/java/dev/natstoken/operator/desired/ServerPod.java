package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.ServerPodSpec;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/**
 * The pod of one server, within the restricted Pod Security profile. It carries nothing that
 * depends on the operator's own version: an operator upgrade restarts no server.
 */
final class ServerPod {

  /** What a server needs to stop after its lame duck time. */
  private static final long STOP_SECONDS = 30;

  private ServerPod() {}

  /** Walking through a big volume at every start would take long. */
  private static boolean stores(ServerSet set) {
    return set.features().jetstream().flatMap(JetStream::claim).isPresent();
  }

  static PodTemplateSpec template(ServerSet set) {
    ServerPodSpec pod = set.pod();
    Long user = pod.userOrNull();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels(set.owner().commonLabels())
        .addToLabels(pod.labelsOrEmpty())
        .addToLabels(Labels.of(set.owner().name()))
        .addToAnnotations(pod.annotationsOrEmpty())
        .addToAnnotations(Labels.CONFIG_DIGEST, set.configuration().digest())
        .addToAnnotations(MountedCertificate.annotations(set.configuration().certificates()))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(pod.serviceAccountNameOrDefault())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(set.configuration().lameDuckSeconds() + STOP_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(user)
        .withRunAsGroup(user)
        .withFsGroup(user)
        .withFsGroupChangePolicy(stores(set) ? "OnRootMismatch" : null)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withImagePullSecrets(
            set.image().pullSecrets().stream().map(LocalObjectReference::new).toList())
        .withNodeSelector(pod.nodeSelectorOrEmpty())
        .withTolerations(pod.tolerationsOrEmpty())
        .withAffinity(pod.affinityOrNull())
        .withTopologySpreadConstraints(Spreading.of(set.owner(), pod))
        .withPriorityClassName(pod.priorityClassName())
        .withContainers(ServerContainer.of(set))
        .addAllToContainers(
            set.features().exporter().map(e -> ExporterContainer.of(e, set)).stream().toList())
        .withVolumes(ServerVolumes.volumes(set))
        .endSpec()
        .build();
  }
}
