package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.JetStreamSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import java.util.Optional;

/**
 * The claim on which one server keeps its streams.
 *
 * @param size as it stands in the StatefulSet; claims may be on their way to more
 * @param storageClass null is the default of the Kubernetes cluster
 * @param goesWithTheSet whether it is deleted with the StatefulSet
 */
public record FileStoreClaim(String size, String storageClass, boolean goesWithTheSet) {

  /** Of the volume, and the first part of the name of each claim. */
  static final String NAME = "data";

  public static final String STORAGE = "storage";

  public static FileStoreClaim of(JetStreamSpec.Claim claim, String size) {
    return new FileStoreClaim(size, claim.storageClassName(), claim.goesWithTheResource());
  }

  /** Of the server with this ordinal, as the StatefulSet controller names it. */
  public static String name(Names names, int ordinal) {
    return NAME + "-" + names.pod(ordinal);
  }

  /** The pod that a claim is for, by its name alone; empty if it is named otherwise. */
  public static Optional<String> server(PersistentVolumeClaim claim) {
    String name = claim.getMetadata().getName();
    return Optional.of(name)
        .filter(n -> n.startsWith(NAME + "-"))
        .map(n -> n.substring(NAME.length() + 1));
  }

  public static String requested(PersistentVolumeClaim claim) {
    return claim.getSpec().getResources().getRequests().get(STORAGE).toString();
  }

  FileStoreClaim sized(String other) {
    return new FileStoreClaim(other, storageClass, goesWithTheSet);
  }

  /** With the API server's defaults, so that it never differs from what stands there. */
  PersistentVolumeClaim template() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests(STORAGE, new Quantity(size))
        .endResources()
        .withStorageClassName(storageClass)
        .withVolumeMode("Filesystem")
        .endSpec()
        .build();
  }

  /** A set never shrinks while it stores, so nothing is to be said of claims of servers that go. */
  StatefulSetPersistentVolumeClaimRetentionPolicy retention() {
    return new StatefulSetPersistentVolumeClaimRetentionPolicy(
        goesWithTheSet ? "Delete" : "Retain", "Retain");
  }
}
