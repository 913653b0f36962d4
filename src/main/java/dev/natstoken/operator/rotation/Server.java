package dev.natstoken.operator.rotation;

/**
 * One server as it was seen.
 *
 * @param onTarget whether its configuration lets in the token that the servers are on their way to
 * @param updated whether it runs the newest revision of the StatefulSet
 * @param proved whether it let in the token of its configuration and nothing else; true too where
 *     servers cannot be reached and readiness alone decides
 */
public record Server(
    int ordinal, boolean onTarget, boolean updated, Health health, boolean proved) {

  /** What the API server says of the pod. */
  public enum Health {
    READY,
    /** On its way, as far as anybody can tell. */
    STARTING,
    /** Known not to start, or not ready for too long. */
    FAILING
  }

  boolean ready() {
    return health == Health.READY;
  }

  /** Whether clients get in here with the token that is published. */
  public boolean serves(TokenState state) {
    return ready() && proved && onTarget == state.pending().isEmpty();
  }

  /** Whether clients with the new token get in here, on what the StatefulSet now says. */
  boolean done() {
    return onTarget && updated && ready() && proved;
  }

  /** Whether it has all that the StatefulSet now says, and does not start with it. */
  boolean failsOnTarget() {
    return onTarget && updated && health == Health.FAILING;
  }
}
