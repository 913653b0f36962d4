package dev.natstoken.operator.kube;

import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Guards writes of objects whose status changes all the time, as that of a StatefulSet does with
 * each of its pods: a write must meet what it was decided upon, but for the status.
 *
 * <ol>
 *   <li>The object is read from the API server. If its generation is not the one that was seen,
 *       somebody changed it, such as an operator that led meanwhile, and nothing is written.
 *   <li>The write carries the version that was read, so that one that arrives late is refused.
 * </ol>
 */
record SeenVersions(KubernetesClient client) {

  /**
   * Makes a write.
   *
   * @param write is handed the object as it is now
   */
  <T extends HasMetadata> T write(Class<T> type, T seen, UnaryOperator<T> write) {
    T newest =
        Optional.ofNullable(
                client
                    .resources(type)
                    .inNamespace(seen.getMetadata().getNamespace())
                    .withName(seen.getMetadata().getName())
                    .get())
            .filter(o -> isAsSeen(o, seen))
            .orElseThrow(() -> overtaken(seen));
    try {
      return write.apply(newest);
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_CONFLICT ? overtaken(seen) : e;
    }
  }

  private static boolean isAsSeen(HasMetadata newest, HasMetadata seen) {
    return Objects.equals(newest.getMetadata().getUid(), seen.getMetadata().getUid())
        && Objects.equals(newest.getMetadata().getGeneration(), seen.getMetadata().getGeneration());
  }

  /** What to throw where an object is not as it was seen. */
  private static TryAgainException overtaken(HasMetadata object) {
    return new TryAgainException(
        Ownership.describe(object) + " changed since it was seen; trying again");
  }
}
