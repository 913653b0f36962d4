package dev.natstoken.operator.desired;

import java.util.Map;

/**
 * Labels and annotations that the operator puts on its objects. Nothing is ever copied from the
 * resource: a GitOps tool's tracking label on a child would make the tool prune that child.
 */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "nats-token-operator";
  public static final String INSTANCE = "app.kubernetes.io/instance";

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

  static Map<String, String> podSelector(String instance) {
    return of(instance);
  }

  /** The pods of one set as a selector string, for the scale subresource. */
  public static String podSelectorText(String instance) {
    return INSTANCE + "=" + instance + "," + MANAGED_BY + "=" + OPERATOR + "," + NAME + "=nats";
  }
}
