package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hash of a token that stands in no configuration yet, as after a write that failed. */
class TokensTest {

  private final Tokens tokens = new Tokens(new SecureRandom(), Runnable::run);
  private final Token token = tokens.generator().generate();

  @Test
  void theNextPassTakesTheOneThatCouldNotBeWritten() {
    assertThat(hash("a", token, 4)).isEqualTo(hash("a", token, 4));
  }

  @Test
  void anotherResourceTokenOrCostGetsOneOfItsOwn() {
    TokenHash first = hash("a", token, 4);
    assertThat(hash("b", token, 4)).isNotEqualTo(first);
    assertThat(hash("a", token, 5).cost()).isEqualTo(5);
    Token another = tokens.generator().generate();
    assertThat(tokens.letsIn(another)).accepts(hash("a", another, 4)).rejects(first);
  }

  private TokenHash hash(String owner, Token of, int cost) {
    NatsTokenAuthSpec spec =
        Serialization.unmarshal("token: {bcryptCost: " + cost + "}", NatsTokenAuthSpec.class);
    return tokens.hashes(owner, tokens.configurations(List.of(), Set.of()), spec).get(of);
  }
}
