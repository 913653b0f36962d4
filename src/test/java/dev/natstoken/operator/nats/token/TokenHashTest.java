package dev.natstoken.operator.nats.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHashTest {

  private static final Token TOKEN = Token.of("abcdefgh-12345678");
  private final TokenHasher hasher = new TokenHasher(new SecureRandom());

  @Test
  void aHashVerifiesItsTokenAndNoOther() {
    TokenHash hash = hasher.hash(TOKEN, 4);
    assertThat(hash.verifies(TOKEN)).isTrue();
    assertThat(hash.verifies(Token.of("abcdefgh-12345679"))).isFalse();
  }

  @Test
  void everyHashHasASaltOfItsOwnAndTheCostThatWasAsked() {
    assertThat(hasher.hash(TOKEN, 4)).isNotEqualTo(hasher.hash(TOKEN, 4));
    assertThat(hasher.hash(TOKEN, 6).cost()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 15, 31})
  void aCostThatIsOpenOrStallsAServerIsRefused(int cost) {
    assertThatIllegalArgumentException().isThrownBy(() -> hasher.hash(TOKEN, cost));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "15", "31"})
  void aHashOfAnotherCostIsNotEvenVerified(String cost) {
    String hash = hasher.hash(TOKEN, 4).value().replace("$04$", "$" + cost + "$");
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenHash(hash));
  }

  @Test
  void everyTruncationOfAHashIsRefusedBecauseTheServerWouldLockEverybodyOut() {
    String hash = hasher.hash(TOKEN, 4).value();
    for (int length = 0; length < hash.length(); length++) {
      String cut = hash.substring(0, length);
      assertThatIllegalArgumentException().isThrownBy(() -> new TokenHash(cut));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenHash(hash + "x"));
  }
}
