package dev.natstoken.operator.nats.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger's server neither fills the memory nor keeps the operator waiting. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerLinesTest {

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    String text = "INFO {}\r\n+OK\nhalf a line";
    ServerLines lines =
        new ServerLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(lines.next()).isEqualTo("INFO {}");
    assertThat(lines.next()).isEqualTo("+OK");
    assertThat(lines.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', '\n'})
  void aServerThatGoesOnForEverIsNotListenedTo(char letter) {
    ServerLines lines = new ServerLines(endless(letter));
    assertThatThrownBy(
            () -> {
              for (String line = lines.next(); line != null; line = lines.next()) {
                assertThat(line).isEmpty();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("says more than");
  }

  @Test
  void oneThatSaysALittleNowAndThenIsNotWaitedFor() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var drops = new Drops(server)) {
      RefusableLogin login = new RefusableLogin(Duration.ofMillis(200));
      assertThatThrownBy(
              () -> login.isAccepted("127.0.0.1", server.getLocalPort(), Optional.empty()))
          .isInstanceOf(IOException.class);
      assertThat(drops.fallen()).isGreaterThan(1);
    }
  }

  /** A server that sends a letter long before anybody's patience for one is over. */
  private static final class Drops implements AutoCloseable {

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final AtomicInteger fallen = new AtomicInteger();

    Drops(ServerSocket server) {
      executor.execute(() -> {
        try {
          Socket client = server.accept();
          var _ = executor.scheduleAtFixedRate(() -> drop(client), 0, 20, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }

    private void drop(Socket client) {
      try {
        client.getOutputStream().write('x');
        fallen.incrementAndGet();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int fallen() {
      return fallen.get();
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
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
