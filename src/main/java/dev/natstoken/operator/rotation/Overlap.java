package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.time.Instant;
import java.util.Optional;

/**
 * The former token still works, on the lower half of the servers.
 *
 * @param previous the former token, unless it was overwritten by hand and only its hash is left
 * @param serversFrom ordinal of the first server that clients with the new token are sent to
 * @param startedAt since when both tokens work; empty while the upper half is not there yet
 */
public record Overlap(
    long previousGeneration,
    Optional<Token> previous,
    int serversFrom,
    Optional<Instant> startedAt) {

  Overlap withServersFrom(int ordinal) {
    return new Overlap(previousGeneration, previous, ordinal, startedAt);
  }

  Overlap started(int ordinal, Instant now) {
    return new Overlap(previousGeneration, previous, ordinal, Optional.of(now));
  }
}
