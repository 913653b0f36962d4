package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Labels and annotations that the operator puts on its objects:
 *
 * <ol>
 *   <li>Nothing is ever copied from the resource: a GitOps tool's tracking label on a child would
 *       make the tool prune that child.
 *   <li>What has no owner does not have the label of the instance either: Argo CD that tracks by
 *       label takes it for its own where Application and resource have one name, finds it in no
 *       git, and prunes it.
 * </ol>
 */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "nats-token-operator";
  public static final String INSTANCE = "app.kubernetes.io/instance";

  /** Names the resource of what has no owner, in place of {@link #INSTANCE}. */
  public static final String RESOURCE = "natstoken.dev/resource";

  /** Selects everything that belongs to the operator; the watches are restricted to it. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  /** On the token Secret and on each configuration: which token it carries. */
  public static final String TOKEN_GENERATION = "natstoken.dev/token-generation";

  /** On the pod template: a new configuration makes a new revision. */
  public static final String CONFIG_DIGEST = "natstoken.dev/config-digest";

  /** On the pod template: a new certificate makes a new revision. */
  public static final String CERTIFICATE_DIGEST = "natstoken.dev/certificate-digest";

  static final String ROUTES_CERTIFICATE_DIGEST = "natstoken.dev/routes-certificate-digest";

  private static final String NAME = "app.kubernetes.io/name";

  private Labels() {}

  /** Those of every object of this resource. */
  public static Map<String, String> of(String instance) {
    return Map.of(NAME, "nats", INSTANCE, instance, MANAGED_BY, OPERATOR);
  }

  /** Those of what outlives its resource, and so has no owner. */
  public static Map<String, String> ofUnowned(String instance) {
    return Map.of(NAME, "nats", RESOURCE, instance, MANAGED_BY, OPERATOR);
  }

  /** Whether the key of a label or of an annotation is one that only the operator may set. */
  static boolean isOurs(String key) {
    return key.startsWith("natstoken.dev/") || Set.of(NAME, INSTANCE, MANAGED_BY).contains(key);
  }

  /** The resource that an object names as its own. */
  public static Optional<String> resourceOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null
        ? Optional.empty()
        : Optional.ofNullable(labels.getOrDefault(RESOURCE, labels.get(INSTANCE)));
  }

  static Map<String, String> podSelector(String instance) {
    return of(instance);
  }

  /** The pods of one set as a selector string, for the scale subresource. */
  public static String podSelectorText(String instance) {
    return INSTANCE + "=" + instance + "," + MANAGED_BY + "=" + OPERATOR + "," + NAME + "=nats";
  }
}
