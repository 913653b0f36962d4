package dev.natstoken.operator.nats.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.token.InvalidTokenException.Problem;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  private static final String GOOD = "abcdefgh-12345678";

  @Test
  void anEmptyTokenIsRefusedBecauseTheServerWouldRunOpen() {
    assertRefused("", Problem.EMPTY);
  }

  @Test
  void bcryptReadsSeventyTwoBytesAndNoMore() {
    String longest = "0123456789abcdef".repeat(5).substring(0, 72);
    assertThat(Token.brought(longest).value()).isEqualTo(longest);
    assertRefused(longest + "x", Problem.TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t", "\"", "\\", "\u0000", "\u007f", "é", "😀"})
  void aCharacterThatSomeClientSendsOtherwiseIsRefused(String bad) {
    assertRefused(GOOD + bad, Problem.NOT_PRINTABLE);
    assertRefused(bad + GOOD, Problem.NOT_PRINTABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a$04$abcdefghijklmnop", "$2b$11$x", "$2y$10$", "$2x$10$zzzzzzzz"})
  void whatTheServerTakesForAHashIsRefused(String hash) {
    assertRefused(hash, Problem.LOOKS_LIKE_HASH);
  }

  @ParameterizedTest
  @CsvSource({"abcdefgh1234567", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcaabcabcabcabcabc"})
  void aTokenThatCanBeGuessedIsRefusedFromPeopleOnly(String weak) {
    assertRefused(weak, Problem.WEAK);
    assertThat(Token.of(weak).value()).isEqualTo(weak);
  }

  @Test
  void aRefusalNamesTheFaultAndNeverTheText() {
    String secret = "hunter2 hunter2 hunter2";
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> Token.brought(secret))
        .satisfies(e -> assertThat(e.toString()).contains("space").doesNotContain("hunter2"));
  }

  @Test
  void aTokenDoesNotPrintItself() {
    assertThat(Token.of(GOOD)).hasToString("Token[redacted]");
    assertThat(new RouteCredentials("routes", GOOD).toString()).doesNotContain(GOOD);
  }

  @Test
  void aGeneratedTokenHas256BitsStartsWithALetterAndIsNeverTheSame() {
    TokenGenerator generator = new TokenGenerator(new SecureRandom());
    var seen = new java.util.HashSet<String>();
    for (int i = 0; i < 2000; i++) {
      Token token = generator.generate();
      assertThat(token.value()).matches("[A-Za-z][A-Za-z0-9_-]{42}");
      assertThat(Token.brought(token.value())).isEqualTo(token);
      assertThat(seen.add(token.value())).isTrue();
    }
  }

  private static void assertRefused(String text, Problem problem) {
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> Token.brought(text))
        .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void onlyATokenOfTheFormOfGeneratedOnesCountsAsUnsearchable() {
    TokenGenerator generator = new TokenGenerator(new SecureRandom());
    for (int i = 0; i < 100; i++) {
      assertThat(generator.generate().hasGeneratedForm()).isTrue();
    }
    assertThat(Token.of("a-token-that-a-person-typed").hasGeneratedForm()).isFalse();
    assertThat(Token.of("A".repeat(42) + "!").hasGeneratedForm()).isFalse();
  }
}
