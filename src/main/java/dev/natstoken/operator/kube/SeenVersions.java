package dev.natstoken.operator.kube;

import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
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
record SeenVersions(Newest newest) {

  /**
   * Makes a write.
   *
   * @param write is handed the object as it is now
   */
  <T extends HasMetadata> T write(Class<T> type, T seen, UnaryOperator<T> write) {
    T now = newest.asSeen(type, seen).orElseThrow(() -> overtaken(seen));
    return unlessOvertaken(seen, () -> write.apply(now));
  }

  /** Makes a write that names what was seen: its version, or its uid. */
  static <T> T unlessOvertaken(HasMetadata seen, Supplier<T> write) {
    try {
      return write.get();
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_CONFLICT ? overtaken(seen) : e;
    }
  }

  /** What to throw where an object is not as it was seen. */
  static TryAgainException overtaken(HasMetadata object) {
    return new TryAgainException(
        Ownership.describe(object) + " changed since it was seen; trying again");
  }
}
