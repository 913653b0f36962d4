package dev.natstoken.operator.nats;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a server says, line by line. It may be a stranger's, so that it must neither fill the memory
 * nor keep anybody waiting for ever: all of it is limited, in length and in time.
 */
final class ServerLines {

  private static final int MOST_BYTES = 1 << 20;

  private final InputStream in;
  private final long end;
  private int count;

  ServerLines(InputStream in, Duration patience) {
    this.in = new BufferedInputStream(in);
    this.end = System.nanoTime() + patience.toNanos();
  }

  /** The next line without its end; null if there is none. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      } else if (++count > MOST_BYTES || System.nanoTime() - end > 0) {
        throw new IOException("a server says more than any NATS server would");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
