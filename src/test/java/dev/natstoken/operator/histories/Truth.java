package dev.natstoken.operator.histories;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was so meanwhile, as far as it was seen from outside.
 *
 * @param published what the token Secret said, in the order of time
 * @param turns when servers came and went, in the order of time
 * @param faults when something was broken on purpose
 * @param overlapEnd until when the former token is to get in, if there was a rotation
 * @param finished from when on it is not
 */
public record Truth(
    List<Published> published,
    List<Turn> turns,
    List<Fault> faults,
    Optional<Instant> overlapEnd,
    Optional<Instant> finished) {

  /** So much later than it was so may it be seen that it was so. */
  private static final Duration LATE = Duration.ofSeconds(5);

  /** What the Secret says from then on; servers by the URLs there. */
  public record Published(Instant from, int token, Set<String> servers) {}

  /** From then on the server is ready, or is not. */
  public record Turn(Instant from, String pod, boolean ready) {}

  /** In between, a server may be silent although it is ready. */
  public record Fault(Instant from, Instant to) {}

  /** What the Secret said all the while; empty if it changed. */
  Optional<Published> during(SeenLogin login) {
    Optional<Published> before =
        published.stream()
            .filter(p -> !p.from().isAfter(login.from()))
            .max(Comparator.comparing(Published::from));
    boolean changed =
        published.stream()
            .anyMatch(p -> p.from().isAfter(login.from()) && !p.from().isAfter(login.to()));
    return before.filter(p -> !changed);
  }

  /** Whether the server had nothing in its way, a while before the login and after. */
  boolean isThere(SeenLogin login) {
    Instant from = login.from().minus(LATE);
    Instant to = login.to().plus(LATE);
    boolean readyBefore =
        turns.stream()
            .filter(t -> login.isAt(t.pod()) && !t.from().isAfter(from))
            .max(Comparator.comparing(Turn::from))
            .map(Turn::ready)
            .orElse(false);
    boolean turned =
        turns.stream()
            .filter(t -> login.isAt(t.pod()))
            .anyMatch(t -> t.from().isAfter(from) && t.from().isBefore(to));
    boolean disturbed =
        faults.stream().anyMatch(f -> f.from().isBefore(to) && f.to().isAfter(from));
    return readyBefore && !turned && !disturbed;
  }

  /** When this token was first seen to be published. */
  Optional<Instant> publication(int token) {
    return published.stream().filter(p -> p.token() == token).map(Published::from).findFirst();
  }
}
