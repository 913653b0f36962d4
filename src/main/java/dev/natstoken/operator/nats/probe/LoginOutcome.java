package dev.natstoken.operator.nats.probe;

/** What came of a login. Where there is a reason, it is ours and quotes nothing of the server's. */
public sealed interface LoginOutcome {

  /** The server let the client in. */
  record Accepted() implements LoginOutcome {}

  /** The server refused the client for what it showed. */
  record Refused() implements LoginOutcome {}

  /** The server takes no more connections; what it thinks of the token it does not say. */
  record Full() implements LoginOutcome {}

  /** The server is on its way to its end. */
  record Leaving() implements LoginOutcome {}

  /** There is no NATS server, or it closes, or it says nothing in time. */
  record NoAnswer() implements LoginOutcome {}

  /** The token was not sent, because nothing vouches for the place. */
  record Withheld(String reason) implements LoginOutcome {}

  /** The token was not sent, because the place is not what it should be. */
  record Distrusted(String reason) implements LoginOutcome {}
}
