package dev.natstoken.operator.nats.probe;

import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.tls.TlsLogin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/**
 * A login that is expected to be refused, spoken in the NATS protocol itself: INFO, CONNECT, PING,
 * then PONG or an error. jnats 2.26.3 notices a refusal only when its connection timeout is over
 * (it waits for the PONG that never comes), which would make every proof take seconds.
 */
public final class RefusableLogin {

  private final Duration patience;
  private final Optional<TlsLogin> tls;

  /** Waits so long for each answer of the server. */
  public RefusableLogin(Duration patience) {
    this(patience, Optional.empty());
  }

  /** The same, over TLS if this is given. */
  public RefusableLogin(Duration patience, Optional<TlsLogin> tls) {
    this.patience = patience;
    this.tls = tls;
  }

  /** What the server says before anybody logs in. */
  ServerInfo info(String host, int port) throws IOException {
    try (Socket socket = connect(host, port)) {
      return ServerInfo.read(lines(socket));
    }
  }

  /** Whether the server answers PONG to a client with this token, or with none. */
  public boolean isAccepted(String host, int port, Optional<String> token) throws IOException {
    try (Socket socket = connect(host, port)) {
      ServerLines lines = lines(socket);
      ServerInfo info = ServerInfo.read(lines);
      if (tls.isEmpty()) {
        return isAccepted(socket, lines, token);
      }
      // The server says nothing more until the handshake, so nothing of it was read by now.
      SSLSocket secure = handshake(socket, info, tls.get());
      try (secure) {
        return isAccepted(secure, lines(secure), token);
      } catch (SocketException | SSLException e) {
        // In TLS 1.3 a client is through before the server has looked at its certificate.
        throw new SSLHandshakeException("the server closed after the handshake");
      }
    }
  }

  private Socket connect(String host, int port) throws IOException {
    int millis = (int) patience.toMillis();
    Socket socket = new Socket();
    closeInTime(socket);
    try {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A server that says a little now and then would keep us waiting for ever. */
  private void closeInTime(Socket socket) {
    CompletableFuture.delayedExecutor(4 * patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          try {
            socket.close();
          } catch (IOException e) {
            // Whoever waits for it sees that it is closed.
          }
        });
  }

  private static SSLSocket handshake(Socket socket, ServerInfo info, TlsLogin tls)
      throws IOException {
    if (!info.tlsRequired()) {
      throw new SSLHandshakeException("the server does not require TLS");
    } else if (info.tlsVerify() && !tls.showsCertificate()) {
      throw new SSLHandshakeException("the server wants a certificate of its clients");
    }
    var secure =
        (SSLSocket)
            tls.context()
                .getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secure.startHandshake();
    return secure;
  }

  private static boolean isAccepted(Socket socket, ServerLines lines, Optional<String> token)
      throws IOException {
    socket.getOutputStream().write(connect(token).getBytes(StandardCharsets.UTF_8));
    while (true) {
      String line = lines.next();
      if (line == null || line.startsWith("-ERR")) {
        return false;
      }
      if (line.startsWith("PONG")) {
        return true;
      }
    }
  }

  private static ServerLines lines(Socket socket) throws IOException {
    return new ServerLines(socket.getInputStream());
  }

  private static String connect(Optional<String> token) throws IOException {
    Map<String, Object> options =
        RoutesConfig.orderedMap(
            "verbose", false, "pedantic", false, "lang", "java", "version", "1", "protocol", 1);
    token.ifPresent(t -> options.put("auth_token", t));
    return "CONNECT " + ConfigText.JSON.writeValueAsString(options) + "\r\nPING\r\n";
  }
}
