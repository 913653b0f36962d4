package dev.natstoken.operator.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When the next scheduled rotation is: after the interval, less up to a tenth of it, so that many
 * resources of one age do not rotate together. The part is the same whenever it is asked for.
 */
public final class Schedule {

  private static final double LARGEST_PART = 0.1;

  private Schedule() {}

  /**
   * The time of the next rotation; one that was missed is due at once, and only once.
   *
   * @param seed uid of the resource
   */
  public static Instant next(TokenState token, Duration interval, String seed) {
    long mixed = 31L * seed.hashCode() + token.generation();
    double part = LARGEST_PART * new SplittableRandom(mixed).nextDouble();
    return token.createdAt().plus(interval).minusMillis((long) (interval.toMillis() * part));
  }
}
