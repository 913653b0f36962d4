package dev.natstoken.operator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Waits until something has come to rest. */
final class Quiet {

  private record Seen<T>(T value, Instant since) {}

  private Quiet() {}

  /**
   * Looks again and again until the value stays for so long, or is all that can be hoped for.
   *
   * @return the last value
   */
  static <T> T await(Duration quiet, Callable<T> look, Predicate<T> enough) {
    AtomicReference<Seen<T>> last = new AtomicReference<>();
    Awaitility.await("it comes to rest")
        .atMost(Duration.ofMinutes(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          T now = look.call();
          Instant time = Instant.now();
          Seen<T> seen = last.get();
          if (seen == null || !seen.value().equals(now)) {
            seen = new Seen<>(now, time);
            last.set(seen);
          }
          return enough.test(now) || !seen.since().plus(quiet).isAfter(time);
        });
    return last.get().value();
  }
}
