package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose servers may take up a changed template now, so that a new version of the operator does not
 * restart the servers of all at once.
 *
 * <ol>
 *   <li>Who has just asked for the change by the spec does not wait, nor does a resource that is
 *       not Ready: the change may be the cure. A token, be it rotated or revoked, is not asked
 *       about.
 *   <li>Of all others so many roll at once as there are turns. A turn ends when all servers are
 *       proved on what they should run.
 *   <li>Servers that do not come that far keep their turn for ten minutes: a version with which
 *       nothing works gets slowly on, and nobody's broken servers hold up all others for ever.
 *   <li>Who waits asks again, the more rarely the more wait.
 * </ol>
 *
 * <p>A restart of the operator forgets the turns; so many more may then roll for once.
 */
final class RollTurns {

  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration SOONEST = Duration.ofSeconds(10);

  private final int atOnce;
  private final InstantSource clock;
  private final Map<String, Instant> rolling = new HashMap<>();
  private final Map<String, Instant> waiting = new HashMap<>();

  /**
   * The turns of one operator.
   *
   * @param atOnce 0 for no limit
   */
  RollTurns(int atOnce, InstantSource clock) {
    this.atOnce = atOnce;
    this.clock = clock;
  }

  /** How long a changed template waits at least; empty if it may be applied now. */
  Optional<Duration> ask(NatsTokenAuth resource) {
    return atOnce == 0 || isAskedFor(resource) || !isReady(resource)
        ? Optional.empty()
        : take(resource.getMetadata().getUid());
  }

  private synchronized Optional<Duration> take(String uid) {
    Instant now = clock.instant();
    rolling.values().removeIf(since -> since.plus(LONGEST).isBefore(now));
    forgetWhoIsGone(now);
    if (rolling.containsKey(uid) || rolling.size() < atOnce) {
      rolling.putIfAbsent(uid, now);
      waiting.remove(uid);
      return Optional.empty();
    }
    waiting.put(uid, now);
    return Optional.of(pause());
  }

  /** Whoever still waits has asked again by then. */
  private void forgetWhoIsGone(Instant now) {
    waiting.values().removeIf(asked -> asked.plus(LONGEST.multipliedBy(2)).isBefore(now));
  }

  /** How many resources wait. */
  synchronized int waiting() {
    forgetWhoIsGone(clock.instant());
    return waiting.size();
  }

  private Duration pause() {
    Duration wait = SOONEST.multipliedBy(Math.max(1, waiting.size() / atOnce));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  /** All servers of this resource run what they should. */
  synchronized void rolled(NatsTokenAuth resource) {
    rolling.remove(resource.getMetadata().getUid());
    waiting.remove(resource.getMetadata().getUid());
  }

  private static boolean isAskedFor(NatsTokenAuth resource) {
    NatsTokenAuthStatus status = resource.getStatus();
    return status == null
        || !Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration());
  }

  private static boolean isReady(NatsTokenAuth resource) {
    return Conditions.isTrue(StatusFactory.conditionsOf(resource.getStatus()), Conditions.READY);
  }

  /** What the status says while it waits. */
  String sentence() {
    return "a restart that nobody asked for, as after an upgrade of the operator, waits for its turn:"
        + " the servers of "
        + atOnce
        + (atOnce == 1 ? " resource restart" : " resources restart")
        + " at once";
  }
}
