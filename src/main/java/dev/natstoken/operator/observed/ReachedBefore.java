package dev.natstoken.operator.observed;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the operator could ask the servers of a resource, as far as its status tells. The first
 * of these that applies decides:
 *
 * <ol>
 *   <li>Verified is True or False: somebody answered.
 *   <li>Verified became Unknown after the rotation began: before, somebody answered.
 *   <li>Otherwise nobody was ever reached, and readiness alone has to do.
 * </ol>
 */
public final class ReachedBefore {

  private static final String VERIFIED = "Verified";

  private ReachedBefore() {}

  /** Follows from the status of the last report. */
  public static boolean in(Optional<NatsTokenAuthStatus> status) {
    return status.flatMap(ReachedBefore::verified).filter(c -> tells(c, status.get())).isPresent();
  }

  private static Optional<Condition> verified(NatsTokenAuthStatus status) {
    return Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
        .filter(c -> VERIFIED.equals(c.getType()))
        .findFirst();
  }

  private static boolean tells(Condition verified, NatsTokenAuthStatus status) {
    return !"Unknown".equals(verified.getStatus())
        || Optional.ofNullable(status.rotation())
            .map(RotationStatus::startedAt)
            .filter(start -> !isBefore(verified.getLastTransitionTime(), start))
            .isPresent();
  }

  private static boolean isBefore(String time, String other) {
    return Instant.parse(time).isBefore(Instant.parse(other));
  }
}
