package dev.natstoken.operator.nats.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerLinesTest {

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    ServerLines lines = lines("INFO {}\r\n+OK\nhalf a line", 64);
    assertThat(lines.next()).isEqualTo("INFO {}");
    assertThat(lines.next()).isEqualTo("+OK");
    assertThat(lines.next()).isNull();
  }

  @Test
  void aLineMayBeSoLongAndNoLonger() throws IOException {
    assertThat(lines("12345678\n", 8).next()).isEqualTo("12345678");
    assertThatThrownBy(() -> lines("123456789\n", 8).next())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than any");
  }

  private static ServerLines lines(String text, int longest) {
    return new ServerLines(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
  }
}
