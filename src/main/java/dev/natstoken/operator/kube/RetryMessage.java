package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * What a status says of an error that will be tried again. The same error gives the same words (no
 * time, no stack), and the body of a request, which could hold a Secret, is never part of it.
 */
public final class RetryMessage {

  private RetryMessage() {}

  public static String of(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && !(cause instanceof KubernetesClientException)) {
      cause = cause.getCause();
    }
    if (cause instanceof KubernetesClientException api) {
      return api.getStatus() == null
          ? "The API server cannot be reached; trying again"
          : "The API server answered "
              + api.getCode()
              + " "
              + api.getStatus().getReason()
              + "; trying again";
    }
    return cause.getClass().getSimpleName() + "; trying again, see the operator's log";
  }
}
