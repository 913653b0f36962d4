package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger's server neither fills the memory nor keeps the operator waiting. */
@Timeout(20)
class ServerLinesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    ServerLines lines = lines("INFO {}\r\n+OK\nhalf a line", LONG);
    assertThat(lines.next()).isEqualTo("INFO {}");
    assertThat(lines.next()).isEqualTo("+OK");
    assertThat(lines.next()).isNull();
  }

  @Test
  void aLineWithoutAnEndIsNotKept() {
    assertThatThrownBy(() -> new ServerLines(endless('x'), LONG).next())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("says more than");
  }

  @Test
  void aServerThatGoesOnForEverIsNotListenedTo() {
    ServerLines lines = new ServerLines(endless('\n'), Duration.ZERO);
    assertThatThrownBy(lines::next).isInstanceOf(IOException.class);
  }

  private static ServerLines lines(String text, Duration patience) {
    return new ServerLines(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), patience);
  }

  private static InputStream endless(char letter) {
    return new InputStream() {
      @Override
      public int read() {
        return letter;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        Arrays.fill(into, from, from + length, (byte) letter);
        return length;
      }
    };
  }
}
