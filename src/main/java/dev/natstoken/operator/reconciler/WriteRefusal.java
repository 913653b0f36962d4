package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.status.Problem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** An answer of the API server that no retry will change before somebody acts. */
final class WriteRefusal {

  private static final int UNPROCESSABLE = 422;

  private WriteRefusal() {}

  static Optional<Problem> of(KubernetesClientException e) {
    boolean refused =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
    String detail = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    return refused
        ? Optional.of(
            new Problem(Problem.WRITE_REFUSED, "The API server refuses a write: " + detail))
        : Optional.empty();
  }
}
