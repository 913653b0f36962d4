package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.SecretTemplate;
import dev.natstoken.operator.desired.SecretTemplate.Result.Refused;
import dev.natstoken.operator.nats.token.InvalidTokenException;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The problems of what somebody put into the token Secret, or wants in it. */
public final class StoredTokenProblems {

  private StoredTokenProblems() {}

  public static Stream<Problem> all() {
    try {
      Token.brought("weak");
      throw new AssertionError("a weak token is taken");
    } catch (InvalidTokenException e) {
      return Stream.concat(
          Stream.of(TokenStore.invalid("orders-nats-token", e).problem()), refusals());
    }
  }

  private static Stream<Problem> refusals() {
    return Stream.of(
            Map.of("url", "text"),
            Map.of("k", "{{password}}"),
            Map.of("k", "x".repeat(SecretTemplate.MOST_BYTES + 1)))
        .map(texts -> new SecretTemplate(texts).fillIn(_ -> Optional.empty()))
        .map(Refused.class::cast)
        .map(refused -> TokenStore.refused("orders-nats-token", refused.why()));
  }
}
