package dev.natstoken.operator.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When the kubelet should restart the program: when a restart would help, and only then.
 *
 * <ol>
 *   <li>A reconciliation that has been running for ten minutes hangs. Each wait in it ends after
 *       seconds; nothing but a restart frees its resource again.
 *   <li>A watch that has ended, and that nobody has begun anew for three minutes, is dead: the
 *       operator no longer sees changes.
 *   <li>Whatever else is wrong, the program lives. An API server that is away, a right that was
 *       taken, a namespace that was deleted: its watches are tried again and again, and a new
 *       process could do no more. That is for readiness to say.
 *   <li>A program that starts, stops or waits for the lease has no reconciliations and no watches;
 *       so it lives.
 * </ol>
 */
public final class Liveness {

  static final Duration LONGEST_RECONCILIATION = Duration.ofMinutes(10);
  static final Duration LONGEST_WITHOUT_WATCH = Duration.ofMinutes(3);

  private Liveness() {}

  /**
   * What /livez answers.
   *
   * @param reconciliations those that run, since when
   * @param endedWatches those that have ended, since when
   */
  public static Answer of(
      Map<String, Instant> reconciliations, Map<String, Instant> endedWatches, Instant now) {
    String trouble =
        Stream.concat(
                longerThan(LONGEST_RECONCILIATION, reconciliations, now)
                    .map(r -> "reconciliation of " + r),
                longerThan(LONGEST_WITHOUT_WATCH, endedWatches, now).map(w -> "no watch of " + w))
            .map(what -> what + "\n")
            .collect(Collectors.joining());
    return trouble.isEmpty() ? Answer.ok("ok\n") : Answer.unavailable("stuck:\n" + trouble);
  }

  private static Stream<String> longerThan(
      Duration longest, Map<String, Instant> since, Instant now) {
    return since.entrySet().stream()
        .filter(entry -> Duration.between(entry.getValue(), now).compareTo(longest) >= 0)
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " since " + entry.getValue());
  }
}
