package dev.natstoken.operator.status;

import dev.natstoken.operator.observed.Observation;
import java.time.Instant;

/** A change of the token for which it is time, and which waits for servers that are away. */
final class OverdueToken {

  private OverdueToken() {}

  /** What to add to a message of servers that are not all there; empty if nothing is overdue. */
  static String note(Observation seen, Instant now) {
    return seen.token()
        .filter(_ -> seen.attached().isEmpty() && seen.rotation().isEmpty())
        .flatMap(Observation.Token::nextRotationAt)
        .filter(due -> due.isBefore(now))
        .map(due -> "; the token has been due for a change since " + due + ", which waits for this")
        .orElse("");
  }
}
