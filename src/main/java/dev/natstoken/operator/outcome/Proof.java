package dev.natstoken.operator.outcome;

/** What the logins at the ready servers showed. */
public sealed interface Proof {

  /** Every server lets in the token and nothing else, on the configuration that was rendered. */
  record Proved() implements Proof {}

  /** Not every server was asked yet, or not every server is ready. */
  record Pending() implements Proof {}

  /** Every server is proved, but not every one has routes to all others; asked again soon. */
  record Joining() implements Proof {}

  /** A server answered otherwise than it should; asked again soon. */
  record Failed(String message) implements Proof {}

  /** The servers cannot be reached from where the operator runs; readiness alone decides. */
  record Unreachable(String message) implements Proof {}

  /** A server lets in clients without a token. */
  record Open(String message) implements Proof {}
}
