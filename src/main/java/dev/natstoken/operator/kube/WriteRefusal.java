package dev.natstoken.operator.kube;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * An answer of the API server that no retry will change before somebody acts. An admission webhook
 * that names no code makes it a 400.
 */
public final class WriteRefusal {

  /** How the API server says that rights are missing, which quotas and policies do not. */
  private static final Pattern NO_RIGHT = Pattern.compile("\\bforbidden: User \"[^\"]*\" cannot ");

  private static final Set<Integer> CODES =
      Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, 422);

  private WriteRefusal() {}

  /** Makes a call; throws {@link ProblemException} if the answer is such a refusal. */
  static <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw thrown(e);
    }
  }

  /** What to throw for this answer. */
  static RuntimeException thrown(KubernetesClientException e) {
    return of(e).<RuntimeException>map(ProblemException::new).orElse(e);
  }

  /** Roles are changed one object after the other, as when the chart is upgraded. */
  static boolean isMissingRight(KubernetesClientException e) {
    String detail = detail(e);
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        && detail != null
        && NO_RIGHT.matcher(detail).find();
  }

  private static String detail(KubernetesClientException e) {
    return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
  }

  static Optional<Problem> of(KubernetesClientException e) {
    return CODES.contains(e.getCode())
        ? Optional.of(
            new Problem(
                Reason.WriteRefused,
                "The API server refuses a request: "
                    + Problem.quoted(detail(e))
                    + (e.getCode() == 422
                        ? ". Change what it names"
                        : ". Check the operator's roles, quotas, admission policies and webhooks"),
                isMissingRight(e)))
        : Optional.empty();
  }
}
