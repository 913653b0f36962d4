package dev.natstoken.operator.nats.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {

  @Test
  void unreservedCharactersAloneStayAsTheyAre() {
    assertThat(PercentEncoding.of("aZ09-._~")).isEqualTo("aZ09-._~");
    assertThat(PercentEncoding.of("a b+c*d%e@f:g/h\u00e9"))
        .isEqualTo("a%20b%2Bc%2Ad%25e%40f%3Ag%2Fh%C3%A9");
  }

  @Test
  void aUrlGivesBackWhatItHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      String text = text(random);
      URI url = URI.create("nats://" + PercentEncoding.of(text) + "@host:1");
      assertThat(url.getUserInfo()).as("seed %d", seed).isEqualTo(text);
      assertThat(url.getHost()).as("seed %d", seed).isEqualTo("host");
    }
  }

  /** Of any characters, but for the halves of those that are two in Java. */
  private static String text(Random random) {
    return random
        .ints(1 + random.nextInt(30), 0, Character.MAX_CODE_POINT + 1)
        .map(c -> random.nextInt(4) == 0 ? c : c % 0x80)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
