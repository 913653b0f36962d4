package dev.natstoken.operator.nats.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a server says, line by line. It may be a stranger's and must not fill the memory, so all of
 * it together is limited.
 */
public final class ServerLines {

  private static final int MOST_BYTES = 1 << 20;

  private final InputStream in;
  private int count;

  ServerLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next line without its end; null if there is none. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private int read() throws IOException {
    if (++count > MOST_BYTES) {
      throw new IOException("a server says more than any NATS server would");
    }
    return in.read();
  }
}
