package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import java.security.SecureRandom;
import java.time.Duration;
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
  void neitherAnswerIsComputedTwice() {
    TokenHash slow = new TokenHasher(new SecureRandom()).hash(TOKEN, 10);
    verified.verifies(slow, TOKEN);
    verified.verifies(slow, OTHER);
    assertTimeout(
        Duration.ofSeconds(1),
        () -> {
          for (int i = 0; i < 1000; i++) {
            assertThat(verified.verifies(slow, TOKEN)).isTrue();
            assertThat(verified.verifies(slow, OTHER)).isFalse();
          }
        });
  }

  @Test
  void aRefusalIsNotRememberedAgainstTheRightToken() {
    assertThat(verified.verifies(hash, OTHER)).isFalse();
    assertThat(verified.verifies(hash, TOKEN)).isTrue();
  }
}
