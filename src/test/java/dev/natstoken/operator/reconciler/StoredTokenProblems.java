package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.Problem;
import java.util.stream.Stream;

/** The problem of a token that somebody put into the token Secret. */
public final class StoredTokenProblems {

  private StoredTokenProblems() {}

  public static Stream<Problem> all() {
    try {
      Token.brought("weak");
      throw new AssertionError("a weak token is taken");
    } catch (InvalidTokenException e) {
      return Stream.of(TokenStore.invalid("orders-nats-token", e).problem());
    }
  }
}
