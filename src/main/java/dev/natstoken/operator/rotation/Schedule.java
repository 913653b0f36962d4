package dev.natstoken.operator.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When the token changes by itself.
 *
 * <ol>
 *   <li>It is due after the interval, less up to a tenth of it, so that many resources of one age
 *       do not rotate together.
 *   <li>Where there is a window, the rotation begins while that is open. A token that was due
 *       before waits for up to half of the window, for the same reason.
 *   <li>One that was missed comes as soon as may be, and only once.
 *   <li>A rotation that has begun goes on when the window closes.
 * </ol>
 *
 * <p>The parts are the same whenever they are asked for.
 */
public record Schedule(Duration interval, Optional<Window> window) {

  private static final double LARGEST_PART = 0.1;
  private static final double LARGEST_WAIT = 0.5;

  /**
   * When the next rotation begins, as far as it follows from the time alone.
   *
   * @param seed uid of the resource
   */
  public Instant next(TokenState token, String seed, Instant now) {
    Instant due = due(token, seed);
    if (window.isEmpty()) {
      return due;
    }
    Window.Opening opening = window.get().at(due.isBefore(now) ? now : due);
    return opening.covers(due) ? due : opening.start().plus(wait(token, seed));
  }

  /** Whether it may begin now, or has begun and may go on. */
  boolean asks(TokenState token, String seed, Instant now) {
    boolean begun = token.pending().filter(p -> p.cause() == Cause.Scheduled).isPresent();
    return !(begun ? due(token, seed) : next(token, seed, now)).isAfter(now);
  }

  private Instant due(TokenState token, String seed) {
    return token.createdAt().plus(interval).minus(share(interval, LARGEST_PART, token, seed));
  }

  private Duration wait(TokenState token, String seed) {
    return share(window.orElseThrow().length(), LARGEST_WAIT, token, seed);
  }

  private static Duration share(Duration of, double largest, TokenState token, String seed) {
    long mixed = 31L * seed.hashCode() + token.generation();
    double part = largest * new SplittableRandom(mixed).nextDouble();
    return Duration.ofMillis((long) (of.toMillis() * part));
  }
}
