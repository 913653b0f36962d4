package dev.natstoken.operator.observed;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.Optional;

/**
 * Remembers which hash lets in which token and which does not: bcrypt is slow by design, and the
 * same pairs are looked at in every reconciliation.
 */
public final class VerifiedHashes {

  private record Pair(TokenHash hash, Token token) {}

  private final BoundedMap<Pair, Boolean> answers = new BoundedMap<>();

  public boolean verifies(TokenHash hash, Token token) {
    Pair pair = new Pair(hash, token);
    Optional<Boolean> known = answers.get(pair);
    if (known.isPresent()) {
      return known.get();
    }
    boolean verifies = hash.verifies(token);
    answers.put(pair, verifies);
    return verifies;
  }
}
