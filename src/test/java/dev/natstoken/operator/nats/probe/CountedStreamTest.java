package dev.natstoken.operator.nats.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CountedStreamTest {

  @Test
  void moreThanTheMostIsNotRead() throws IOException {
    CountedStream stream = stream("0123456789", 8);
    assertThat(stream.read()).isEqualTo('0');
    assertThat(stream.read(new byte[16])).isEqualTo(7);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> stream.read(new byte[16])).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsSkippedCountsToo() throws IOException {
    CountedStream stream = stream("0123456789", 8);
    assertThat(stream.skip(8)).isEqualTo(8);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
  }

  @Test
  void theBeginningIsKeptFromWhenSomebodyListens() throws IOException {
    CountedStream stream = stream("INFO-ERR 'full'", 64);
    assertThat(stream.readNBytes(4)).hasSize(4);
    stream.listen();
    assertThat(stream.readAllBytes()).hasSize(11);
    assertThat(stream.heard()).isEqualTo("-ERR 'full'");
  }

  private static CountedStream stream(String text, int most) {
    return new CountedStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), most);
  }
}
