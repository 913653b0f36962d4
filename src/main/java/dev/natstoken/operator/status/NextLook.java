package dev.natstoken.operator.status;

import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When a resource is looked at again although no watch tells of anything. The first of these that
 * applies decides:
 *
 * <ol>
 *   <li>Servers find each other within a second or so; whoever does not within some seconds is
 *       asked like anything else that is under way.
 *   <li>While one lets in a discarded token, the next one may have its turn.
 *   <li>While somebody else has to act: soon at first, and then the more rarely the longer nothing
 *       has changed.
 *   <li>While servers are missing, and no token is changed, the same: the watches tell of servers,
 *       but for those that somebody else runs.
 *   <li>While something is under way, such as a proof: soon.
 *   <li>In an overlap, a client with the former token may be gone.
 *   <li>While a changed template waits for its turn, when that may have come.
 *   <li>When the token is due; at the latest at the resync, or within half a minute where servers
 *       are not watched. A token that is overdue waits for something; a look at once would find the
 *       same.
 * </ol>
 */
public final class NextLook {

  public static final Duration SOON = Duration.ofSeconds(2);

  private static final Duration FOR_ROUTES = Duration.ofMillis(200);
  private static final Duration FOR_A_TURN = Duration.ofSeconds(1);
  private static final Duration FOR_CLIENTS = Duration.ofSeconds(5);
  private static final Duration RARELY = Duration.ofSeconds(30);
  private static final int PARTS = 1000;

  private NextLook() {}

  /** Empty where the resync is soon enough: a time that is given stands in its place. */
  public static Optional<Duration> after(
      Observation seen, List<Condition> conditions, Duration resync, Instant now) {
    if (seen.proof() instanceof Proof.Joining) {
      return Optional.of(slowing(FOR_ROUTES, SOON, conditions, now));
    } else if (seen.former().filter(FormerToken::discarded).isPresent()) {
      return Optional.of(FOR_A_TURN);
    } else if (seen.stuck()) {
      return Optional.of(whileStuck(conditions, now));
    } else if (seen.attached().isEmpty()
        && seen.ready() < seen.wanted()
        && seen.rotation().isEmpty()) {
      return Optional.of(slowing(SOON, RARELY, conditions, now));
    } else if (!seen.settled()) {
      return Optional.of(SOON);
    } else if (seen.rotation().isPresent()) {
      return Optional.of(FOR_CLIENTS);
    }
    Duration most =
        Collections.min(
            List.of(
                resync,
                seen.attached().isPresent() ? RARELY : resync,
                seen.waitsForTurn().orElse(resync)));
    return seen.token()
        .flatMap(Observation.Token::nextRotationAt)
        .map(at -> Duration.between(now, at))
        .filter(wait -> wait.compareTo(most) < 0)
        .or(() -> Optional.of(most).filter(m -> m.compareTo(resync) < 0))
        .map(wait -> wait.compareTo(Duration.ZERO) > 0 ? wait : SOON);
  }

  /** While somebody else has to act. */
  static Duration whileStuck(List<Condition> conditions, Instant now) {
    return slowing(SOON, RARELY, conditions, now);
  }

  /** What has lasted for long will hardly pass in the next seconds. */
  private static Duration slowing(
      Duration least, Duration most, List<Condition> conditions, Instant now) {
    Duration wait =
        Conditions.lastTransition(conditions)
            .map(since -> Duration.between(since, now).dividedBy(4))
            .orElse(least);
    return Collections.max(List.of(least, Collections.min(List.of(wait, most))));
  }

  /**
   * When it is looked at without any reason: after the resync and up to a fifth of it, so that
   * those that were looked at together, as after a start, soon are no more.
   *
   * @param uid of the resource; each has its own time, and another one each time
   */
  public static Duration spread(Duration resync, String uid, Instant now) {
    int fraction = Math.floorMod(Objects.hash(uid, now.getEpochSecond()) * 0x9E3779B9, PARTS);
    return resync.plus(resync.multipliedBy(fraction).dividedBy(5L * PARTS));
  }
}
