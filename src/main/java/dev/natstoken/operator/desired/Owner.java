package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resource that owns a set of objects, and the metadata that it gives to each of them.
 *
 * @param commonLabels what the user wants on all of them; our own win
 */
public record Owner(String namespace, String name, String uid, Map<String, String> commonLabels) {

  private static final String API_VERSION = "natstoken.dev/v1alpha1";
  private static final String KIND = "NatsTokenAuth";

  public Names names() {
    return new Names(name);
  }

  /** Whether this owner controls the object: the only ground on which it may be changed. */
  public boolean controls(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(r -> Boolean.TRUE.equals(r.getController()) && uid.equals(r.getUid()));
  }

  /** The resource of our kind that controls the object, whichever it is. */
  public static Optional<String> nameOfController(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(r ->
            Boolean.TRUE.equals(r.getController())
                && KIND.equals(r.getKind())
                && API_VERSION.equals(r.getApiVersion()))
        .map(OwnerReference::getName)
        .findFirst();
  }

  /** Whether it is ours, or was made for this name and nothing controls it. */
  public boolean controlsOrLeft(HasMetadata object) {
    return isLeft(object) || controls(object);
  }

  /** Whether it was made for this name, as far as its labels tell, and nothing controls it. */
  public boolean isLeft(HasMetadata object) {
    Map<String, String> labels =
        object.getMetadata().getLabels() == null ? Map.of() : object.getMetadata().getLabels();
    return object.getMetadata().getOwnerReferences().stream()
            .noneMatch(r -> Boolean.TRUE.equals(r.getController()))
        && !predecessorControls(object)
        && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
        && Labels.resourceOf(object).filter(name::equals).isPresent();
  }

  /** The references that an object has when this owner controls it, too. */
  public List<OwnerReference> referencesWithThis(HasMetadata object) {
    return Stream.concat(object.getMetadata().getOwnerReferences().stream(), Stream.of(reference()))
        .toList();
  }

  /** Whether a resource of the same name that is gone left this object to the garbage collector. */
  public boolean predecessorControls(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(r ->
            KIND.equals(r.getKind())
                && API_VERSION.equals(r.getApiVersion())
                && name.equals(r.getName())
                && !uid.equals(r.getUid()));
  }

  ObjectMeta metadata(String objectName, Map<String, String> extraLabels) {
    return named(objectName)
        .addToLabels(Labels.of(name))
        .addToLabels(extraLabels)
        .addToOwnerReferences(reference())
        .build();
  }

  /** Metadata of an object that outlives its owner. */
  ObjectMeta unownedMetadata(String objectName) {
    return named(objectName).addToLabels(Labels.ofUnowned(name)).build();
  }

  private ObjectMetaBuilder named(String objectName) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(objectName)
        .addToLabels(commonLabels);
  }

  private OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
