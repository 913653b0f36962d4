package dev.natstoken.operator.access;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Optional;

/** Which Secret, and which ConfigMap beside it, belongs to which access. */
public final class AccessOwner {

  /** On both: the name of that access. */
  public static final String LABEL = "natstoken.dev/access";

  private static final String API_VERSION = "natstoken.dev/v1alpha1";
  private static final String KIND = "NatsTokenAccess";

  private AccessOwner() {}

  /** The access that the object names as its own, be it forged. */
  public static Optional<String> named(HasMetadata object) {
    return Optional.ofNullable(labels(object).get(LABEL));
  }

  /** Whether this access controls the object. */
  static boolean controls(NatsTokenAccess access, HasMetadata object) {
    return controller(object)
        .filter(r -> access.getMetadata().getUid().equals(r.getUid()))
        .isPresent();
  }

  /**
   * Whether it does, or the object has the name that it asks for and our labels, and nothing
   * controls it, as after a restored backup. A label alone says nothing: whoever copied the Secret
   * has copied that, too.
   */
  static boolean controlsOrLeft(NatsTokenAccess access, HasMetadata object) {
    String wanted = object instanceof ConfigMap ? access.versionMapName() : access.secretName();
    return controls(access, object)
        || (controller(object).isEmpty()
            && wanted.equals(object.getMetadata().getName())
            && Labels.OPERATOR.equals(labels(object).get(Labels.MANAGED_BY))
            && named(object).filter(access.getMetadata().getName()::equals).isPresent());
  }

  /** The access that controls the Secret, whichever it is. */
  static Optional<String> controllingAccess(HasMetadata secret) {
    return controller(secret)
        .filter(r -> KIND.equals(r.getKind()) && API_VERSION.equals(r.getApiVersion()))
        .map(OwnerReference::getName);
  }

  /**
   * A reference that does not block the deletion of the access, for which a right on its finalizers
   * would be asked.
   */
  static OwnerReference reference(NatsTokenAccess access) {
    return new OwnerReferenceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withName(access.getMetadata().getName())
        .withUid(access.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private static Optional<OwnerReference> controller(HasMetadata secret) {
    return secret.getMetadata().getOwnerReferences().stream()
        .filter(r -> Boolean.TRUE.equals(r.getController()))
        .findFirst();
  }

  private static Map<String, String> labels(HasMetadata secret) {
    Map<String, String> labels = secret.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }
}
