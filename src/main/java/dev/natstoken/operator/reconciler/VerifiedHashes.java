package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.nats.TokenHash;

/**
 * Remembers which token a hash verified: bcrypt is slow by design, and the same pair is looked at
 * in every reconciliation.
 */
final class VerifiedHashes {

  private final BoundedMap<TokenHash, Token> pairs = new BoundedMap<>();

  boolean verifies(TokenHash hash, Token token) {
    if (pairs.get(hash).filter(token::equals).isPresent()) {
      return true;
    }
    boolean verifies = hash.verifies(token);
    if (verifies) {
      pairs.put(hash, token);
    }
    return verifies;
  }
}
