package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGenerationTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999_999})
  void aNumberIsRead(long number) {
    assertThat(TokenGeneration.in(Map.of(Labels.TOKEN_GENERATION, Long.toString(number))))
        .hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", " 1", "1 ", "0x1", "1000000000", "\u0661"})
  void whatIsNoNumberOrTooLongCountsAsNone(String text) {
    assertThat(TokenGeneration.read(text)).isEmpty();
  }

  @Test
  void noAnnotationIsNoNumber() {
    assertThat(TokenGeneration.in(null)).isEmpty();
    assertThat(TokenGeneration.in(Map.of())).isEmpty();
  }
}
