package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.core.JsonParser;
import dev.natstoken.operator.nats.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the pages of a server's monitoring port. The JDK's clients for HTTP are made for servers
 * that one trusts: they follow redirects and proxies or limit the time of a read only, and hold
 * what they read. This one takes a page that comes with status 200, as a whole within its time and
 * size, or nothing; and it does not tell why not, since that would tell of ports that are somebody
 * else's.
 */
final class MonitoringPort {

  static final BoundedConnection.Limits LIMITS =
      new BoundedConnection.Limits(Duration.ofSeconds(5), 1 << 20);

  private static final int LONGEST_LINE = 8192;

  private final BoundedConnection.Limits limits;

  MonitoringPort(BoundedConnection.Limits limits) {
    this.limits = limits;
  }

  /** Makes an answer of the page at whose first token the parser stands. */
  interface Page<T> {
    T read(JsonParser at) throws IOException;
  }

  /** What the page says; empty without an answer that a nats-server would give. */
  <T> Optional<T> read(HostPort port, String path, Page<T> page) {
    try (var connection = BoundedConnection.open(port, limits)) {
      connection.send(
          "GET /"
              + path
              + " HTTP/1.1\r\nHost: "
              + port
              + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
      InputStream body = body(connection.in());
      try (JsonParser parser = PageReader.JSON.createParser(body)) {
        parser.nextToken();
        return Optional.of(page.read(parser));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static InputStream body(InputStream in) throws IOException {
    ServerLines lines = new ServerLines(in, LONGEST_LINE);
    if (!required(lines).matches("HTTP/1\\.[01] 200( .*)?")) {
      throw new IOException("no page");
    }
    boolean chunked = false;
    for (String line = required(lines); !line.isEmpty(); line = required(lines)) {
      String header = line.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
      chunked |= header.equals("transfer-encoding:chunked");
    }
    // A length that is told is not needed: the text ends where its object does.
    return chunked ? new ChunkedStream(in) : in;
  }

  private static String required(ServerLines lines) throws IOException {
    String line = lines.next();
    if (line == null) {
      throw new IOException("no whole header");
    }
    return line;
  }
}
