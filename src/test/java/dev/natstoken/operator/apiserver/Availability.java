package dev.natstoken.operator.apiserver;

import java.time.Duration;

/**
 * What clients have of the servers: whether one that the Secret names lets in its token, each time
 * that somebody looks.
 */
final class Availability {

  private int looks;
  private int unserved;
  private long lastServed;
  private Duration longest = Duration.ZERO;

  /** From now on somebody looks; what was before is not known. */
  synchronized void begin() {
    lastServed = looks == 0 ? 0 : System.nanoTime();
  }

  /** Counts from the first time on that somebody is served. */
  synchronized void seen(boolean served) {
    if (lastServed == 0 && !served) {
      return;
    }
    looks++;
    long now = System.nanoTime();
    if (served) {
      lastServed = now;
      return;
    }
    unserved++;
    Duration since = Duration.ofNanos(now - lastServed);
    longest = since.compareTo(longest) > 0 ? since : longest;
  }

  synchronized int looks() {
    return looks;
  }

  synchronized int unserved() {
    return unserved;
  }

  /** Between the last look before it at which a client was served and the last one within. */
  synchronized Duration longestOutage() {
    return longest;
  }
}
