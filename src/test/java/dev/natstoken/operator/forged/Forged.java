package dev.natstoken.operator.forged;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;

/**
 * Objects with the labels of the resource "orders", in the form that the operator gives to its own.
 */
public final class Forged {

  private static final Map<String, String> LABELS =
      Map.of(
          "app.kubernetes.io/name", "nats",
          "app.kubernetes.io/instance", "orders",
          "app.kubernetes.io/managed-by", "nats-token-operator");

  private Forged() {}

  /** A pod of restricted Pod Security that no scheduler takes, so that its status is anybody's. */
  public static Pod pod(String name, String configDigest, OwnerReference... owners) {
    return new PodBuilder()
        .withMetadata(
            metadata(name, owners)
                .edit()
                .addToAnnotations("natstoken.dev/config-digest", configDigest)
                .build())
        .withNewSpec()
        .withSchedulerName("nobody")
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(1000L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("nats")
        .withImage("example.com/nothing:1")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  /** The pod as a kubelet shows one that is ready at this address. */
  public static Pod ready(Pod pod, String address) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .addNewPodIP(address)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  /** A configuration whose hash takes days to verify, and whose number no other reaches. */
  public static ConfigMap costlyConfiguration(String name, OwnerReference... owners) {
    String hash =
        "$2a$31$" + "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxy".substring(0, 53);
    return new ConfigMapBuilder()
        .withMetadata(
            metadata(name, owners)
                .edit()
                .addToAnnotations("natstoken.dev/token-generation", "9223372036854775807")
                .build())
        .addToData("nats.conf", "authorization: {\"token\": \"" + hash + "\"}\n")
        .build();
  }

  public static Secret secret(String name, OwnerReference... owners) {
    return new SecretBuilder()
        .withMetadata(metadata(name, owners))
        .addToStringData("token", "a-token-of-a-neighbour-1")
        .build();
  }

  /** A claim of this size, which nothing has bound. */
  public static PersistentVolumeClaim claim(String name, String size, OwnerReference... owners) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(metadata(name, owners))
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }

  /** The reference of an object to its controller. */
  public static OwnerReference controller(HasMetadata owner) {
    return reference(owner, true);
  }

  /** The same without the flag that makes it the controller. */
  public static OwnerReference owner(HasMetadata owner) {
    return reference(owner, null);
  }

  private static OwnerReference reference(HasMetadata owner, Boolean controller) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(controller)
        .build();
  }

  private static ObjectMeta metadata(String name, OwnerReference... owners) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withLabels(LABELS)
        .withOwnerReferences(owners)
        .build();
  }
}
