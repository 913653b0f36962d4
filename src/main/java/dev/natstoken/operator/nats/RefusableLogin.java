package dev.natstoken.operator.nats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A login that is expected to be refused, spoken in the NATS protocol itself: INFO, CONNECT, PING,
 * then PONG or an error. jnats 2.26.3 notices a refusal only when its connection timeout is over
 * (it waits for the PONG that never comes), which would make every proof take seconds.
 */
public final class RefusableLogin {

  private final Duration patience;

  /** Waits so long for each answer of the server. */
  public RefusableLogin(Duration patience) {
    this.patience = patience;
  }

  /** Whether the server answers PONG to a client with this token, or with none. */
  public boolean isAccepted(String host, int port, Optional<String> token) throws IOException {
    int millis = (int) patience.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      requireLine(lines, "INFO");
      socket.getOutputStream().write(connect(token).getBytes(StandardCharsets.UTF_8));
      while (true) {
        String line = lines.readLine();
        if (line == null || line.startsWith("-ERR")) {
          return false;
        }
        if (line.startsWith("PONG")) {
          return true;
        }
      }
    }
  }

  private static String connect(Optional<String> token) throws IOException {
    Map<String, Object> options =
        RoutesConfig.orderedMap(
            "verbose", false, "pedantic", false, "lang", "java", "version", "1", "protocol", 1);
    token.ifPresent(t -> options.put("auth_token", t));
    return "CONNECT " + ConfigText.JSON.writeValueAsString(options) + "\r\nPING\r\n";
  }

  private static void requireLine(BufferedReader lines, String start) throws IOException {
    String line = lines.readLine();
    if (line == null || !line.startsWith(start)) {
      throw new IOException("not a NATS server");
    }
  }
}
