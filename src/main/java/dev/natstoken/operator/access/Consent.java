package dev.natstoken.operator.access;

import dev.natstoken.operator.api.AllowedNamespaces;
import dev.natstoken.operator.api.NatsTokenAuth;
import java.util.Map;

/**
 * Whether the owner of a token gives it to a namespace: only what {@code spec.allowedNamespaces}
 * says counts, for the namespace of the token as for any other.
 */
public final class Consent {

  private Consent() {}

  /**
   * Whether it is given.
   *
   * @param labels of the namespace
   */
  public static boolean given(NatsTokenAuth auth, String namespace, Map<String, String> labels) {
    return byName(auth, namespace)
        || allowed(auth)
            .labels()
            .filter(wanted -> labels.entrySet().containsAll(wanted.entrySet()))
            .isPresent();
  }

  /** Whether the labels of the namespace decide. */
  public static boolean dependsOnLabels(NatsTokenAuth auth, String namespace) {
    return !byName(auth, namespace) && allowed(auth).labels().isPresent();
  }

  private static boolean byName(NatsTokenAuth auth, String namespace) {
    return allowed(auth).namesOrEmpty().contains(namespace);
  }

  private static AllowedNamespaces allowed(NatsTokenAuth auth) {
    return auth.specOrDefaults().allowedNamespacesOrNone();
  }
}
