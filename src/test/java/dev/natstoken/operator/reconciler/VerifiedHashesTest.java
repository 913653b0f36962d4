package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.nats.TokenHash;
import dev.natstoken.operator.nats.TokenHasher;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class VerifiedHashesTest {

  private static final Token TOKEN = Token.of("abcdefgh-12345678");
  private static final Token OTHER = Token.of("abcdefgh-12345679");

  private final VerifiedHashes verified = new VerifiedHashes();
  private final TokenHash hash = new TokenHasher(new SecureRandom()).hash(TOKEN, 4);

  @Test
  void aRememberedPairSaysNothingOfAnotherToken() {
    assertThat(verified.verifies(hash, TOKEN)).isTrue();
    assertThat(verified.verifies(hash, OTHER)).isFalse();
    assertThat(verified.verifies(hash, TOKEN)).isTrue();
  }

  @Test
  void aRefusalIsNotRememberedAgainstTheRightToken() {
    assertThat(verified.verifies(hash, OTHER)).isFalse();
    assertThat(verified.verifies(hash, TOKEN)).isTrue();
  }
}
