package dev.natstoken.operator.kube;

import dev.natstoken.operator.desired.SecretData;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Set;

/**
 * Takes the answer of an API server that quotes what was written out of what is logged and
 * reported. Kubernetes itself does not quote Secrets, but an admission webhook may.
 */
public final class Redaction {

  /** No token and no password is shorter; a key such as the port may stand in any answer. */
  private static final int SHORTEST_SECRET = 16;

  /** What kind of Secret it is, which is also the name of our service account. */
  private static final Set<String> NO_SECRET = Set.of("type", "provider");

  private Redaction() {}

  static KubernetesClientException of(KubernetesClientException e, HasMetadata written) {
    if (!(written instanceof Secret secret) || !quotes(String.valueOf(e.getMessage()), secret)) {
      return e;
    }
    String text =
        "the answer about Secret "
            + secret.getMetadata().getName()
            + " quotes it and is not shown; look at the admission webhooks of the Kubernetes cluster";
    return new KubernetesClientException(
        text,
        e.getCode(),
        new StatusBuilder().withCode(e.getCode()).withReason("Refused").withMessage(text).build());
  }

  private static boolean quotes(String message, Secret secret) {
    return secret.getData().entrySet().stream()
        .filter(entry -> !NO_SECRET.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(v -> SecretData.decode(v).length() >= SHORTEST_SECRET)
        .anyMatch(v -> message.contains(v) || message.contains(SecretData.decode(v)));
  }
}
