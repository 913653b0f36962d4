package dev.natstoken.operator.health;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One connection with one request: of that, only the first line counts. */
final class HttpConnection {

  private static final int LONGEST_LINE = 4096;
  private static final int MOST_LINES = 64;
  private static final int BUFFER = 512;

  private final Socket socket;
  private final Instant since;

  HttpConnection(Socket socket, Instant since) {
    this.socket = socket;
    this.since = since;
  }

  Instant since() {
    return since;
  }

  /** Reads, answers and closes; whoever does not go on is ended by {@link #end} meanwhile. */
  void answer(Pages pages) {
    try (socket) {
      String line = request(new BufferedInputStream(socket.getInputStream(), BUFFER));
      pages.answer(line, answer -> socket.getOutputStream().write(response(answer)));
    } catch (IOException e) {
      // Whoever asked is gone, or was pushed out.
    }
  }

  void end() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is no longer open.
    }
  }

  /** The first line. The rest is read, since a close would otherwise overtake the answer. */
  private static String request(InputStream in) throws IOException {
    String first = line(in);
    for (int lines = 0; lines < MOST_LINES; lines++) {
      if (line(in).isEmpty()) {
        return first;
      }
    }
    throw new IOException("too many lines");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); line.length() < LONGEST_LINE; next = in.read()) {
      switch (next) {
        case -1 -> throw new IOException("ended before the blank line");
        case '\n' -> {
          return line.toString().stripTrailing();
        }
        default -> line.append((char) next);
      }
    }
    throw new IOException("too long a line");
  }

  private static byte[] response(Answer answer) {
    byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
    String head =
        """
        HTTP/1.1 %d \r
        Content-Type: text/plain; version=0.0.4; charset=utf-8\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(answer.code(), text.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + text.length);
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(text);
    return all.toByteArray();
  }
}
