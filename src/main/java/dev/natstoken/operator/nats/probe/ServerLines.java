package dev.natstoken.operator.nats.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a server says, line by line, byte for byte out of a stream that others go on to read. How
 * much it says in all is limited by that stream; here, how long a line may be.
 */
final class ServerLines {

  private final InputStream in;
  private final int longest;

  ServerLines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** The next line without its end; null if there is none. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (line.size() == longest) {
        throw new IOException("a line is longer than any of a NATS server");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
