package dev.natstoken.operator.status;

import java.util.Optional;

/**
 * All that a status is made of, as far as one reconciliation came.
 *
 * @param existing server pods that exist
 * @param ready server pods that are ready on the newest revision
 * @param rolledOut whether these are all, and no other pod is left
 * @param problem what stops the operator, if anything does
 */
public record Observation(
    int wanted,
    int existing,
    int ready,
    boolean rolledOut,
    Proof proof,
    Optional<Problem> problem,
    Optional<Token> token,
    String configDigest,
    String version) {

  /** The token in use, without its value. */
  public record Token(String secretName, long generation) {}
}
