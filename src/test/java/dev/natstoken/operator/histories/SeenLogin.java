package dev.natstoken.operator.histories;

import java.time.Instant;

/**
 * One login, as a client saw it.
 *
 * @param server its URL in the token Secret
 * @param token its number among those of the resource, from 1; {@link #WRONG} is none of them
 */
public record SeenLogin(
    Instant from, Instant to, String client, String server, int token, Answer answer) {

  public static final int WRONG = 0;

  boolean within(Instant begin, Instant end) {
    return !from.isBefore(begin) && !to.isAfter(end);
  }

  /** Whether its server runs in this pod. */
  boolean isAt(String pod) {
    return server.startsWith("nats://" + pod + ".");
  }

  @Override
  public String toString() {
    return "%s to %s, %s at %s with token %d: %s"
        .formatted(from, to, client, server, token, answer);
  }
}
