package dev.natstoken.operator.kube;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;

/**
 * An answer of the API server that no retry will change before somebody acts. An admission webhook
 * that names no code makes it a 400.
 */
public final class WriteRefusal {

  private static final Set<Integer> CODES =
      Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, 422);

  private WriteRefusal() {}

  public static Optional<Problem> of(KubernetesClientException e) {
    String detail = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    return CODES.contains(e.getCode())
        ? Optional.of(
            new Problem(Reason.WriteRefused, "The API server refuses a request: " + detail))
        : Optional.empty();
  }
}
