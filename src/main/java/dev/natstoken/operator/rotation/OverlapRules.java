package dev.natstoken.operator.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When an overlap is over.
 *
 * <ol>
 *   <li>When its time is up, or was set to nothing by the user.
 *   <li>Earlier when nobody is connected to the servers with the former token, but not before every
 *       kubelet had the time to bring the new Secret into the pods that mount it.
 *   <li>While the servers do not say who is connected, only time ends it.
 *   <li>A second server stays beside a single one for as long again, once the first is ready and
 *       the Secret names that alone: whoever has read it before is still sent to the second. It
 *       does not stay for longer than the user wants an overlap to last.
 * </ol>
 */
public final class OverlapRules {

  /** The kubelet looks at mounted Secrets once a minute, and its cache may lag behind. */
  public static final Duration SHORTEST = Duration.ofSeconds(90);

  private OverlapRules() {}

  public static Instant endsAt(Instant startedAt, Wish wish) {
    return startedAt.plus(wish.overlap());
  }

  /**
   * Whether the second server of a single one is still needed when the rotation is over.
   *
   * @param firstReadySince when the first one became ready; empty if it is not
   */
  public static boolean secondStays(
      TokenState state, Wish wish, Optional<Instant> firstReadySince, Instant now) {
    Duration stay = Collections.min(List.of(SHORTEST, wish.overlap()));
    return wish.surges()
        && !state.rotating()
        && !state.revokes()
        && firstReadySince.filter(since -> since.plus(stay).isAfter(now)).isPresent();
  }

  /**
   * Whether the servers with the former token may go.
   *
   * @param previousConnections clients on the servers with the former token, if known
   */
  public static boolean isOver(
      TokenState state, Wish wish, OptionalInt previousConnections, Instant now) {
    return state
        .overlap()
        .flatMap(Overlap::startedAt)
        .map(since ->
            !endsAt(since, wish).isAfter(now)
                || (previousConnections.orElse(1) == 0 && !since.plus(SHORTEST).isAfter(now)))
        .orElse(false);
  }
}
