package dev.natstoken.operator.nats.probe;

import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * A login at one server, spoken in the NATS protocol itself: INFO, the handshake of TLS, CONNECT,
 * PING, then PONG or an error. All of it has one time and one number of bytes.
 *
 * <ol>
 *   <li>What is no token of anybody's may be sent to whoever listens.
 *   <li>A token is sent over TLS that is judged, or without TLS where none is configured and the
 *       server does not ask for it. Nowhere else.
 *   <li>A server may say that it is full before the handshake, in clear, and only then.
 * </ol>
 */
final class Login {

  static final BoundedConnection.Limits LIMITS =
      new BoundedConnection.Limits(Duration.ofSeconds(4), 1 << 17);

  private static final int LONGEST_LINE = 1 << 16;

  private static final String ERROR = "-ERR";

  /** Never a token: it has a character that {@link Token} refuses. */
  private static final String WRONG = "wrong token";

  private final HostPort server;
  private final Optional<TlsLogin> tls;
  private final OwnLogins own;
  private final BoundedConnection.Limits limits;

  /**
   * Logins at one server.
   *
   * @param tls how, if TLS is configured there
   * @param own where each of them is noted
   */
  Login(HostPort server, Optional<TlsLogin> tls, OwnLogins own, BoundedConnection.Limits limits) {
    this.server = server;
    this.tls = tls;
    this.own = own;
    this.limits = limits;
  }

  /** What the server says before anybody logs in; empty if no NATS server answers. */
  Optional<ServerInfo> info() {
    try (var connection = BoundedConnection.open(server, limits)) {
      return Optional.of(info(connection));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  LoginOutcome withoutToken() {
    return attempt(new Shown(Optional.empty(), false));
  }

  LoginOutcome withWrongToken() {
    return attempt(new Shown(Optional.of(WRONG), false));
  }

  /** With a token that may be in use somewhere. */
  LoginOutcome with(Token token) {
    return attempt(new Shown(Optional.of(token.value()), true));
  }

  /** What a client shows, and whether it is worth anything. */
  private record Shown(Optional<String> secret, boolean real) {
    @Override
    public String toString() {
      return real ? "a token" : "no token";
    }
  }

  private LoginOutcome attempt(Shown shown) {
    try (var connection = BoundedConnection.open(server, limits)) {
      ServerInfo info = info(connection);
      if (info.leaving()) {
        return new LoginOutcome.Leaving();
      } else if (info.tlsRequired() || (tls.isPresent() && info.tlsAvailable())) {
        return overTls(connection, info, shown);
      } else if (shown.real() && tls.isPresent()) {
        return unlike(tls.get(), "does without TLS");
      }
      return answer(connection.in(), connection.socket().getOutputStream(), shown);
    } catch (IOException e) {
      return new LoginOutcome.NoAnswer();
    }
  }

  private ServerInfo info(BoundedConnection connection) throws IOException {
    ServerInfo info = ServerInfo.of(new ServerLines(connection.in(), LONGEST_LINE).next());
    own.add(info);
    return info;
  }

  private LoginOutcome overTls(BoundedConnection connection, ServerInfo info, Shown shown)
      throws IOException {
    if (shown.real() && tls.isEmpty()) {
      return new LoginOutcome.Withheld("wants TLS, which is not configured for it");
    }
    TlsLogin login = tls.orElseGet(() -> TlsLogin.unjudged(Optional.empty()));
    if (info.tlsVerify() && !login.showsCertificate()) {
      return new LoginOutcome.Withheld(
          "asks clients for a certificate, and the operator has none to show");
    } else if (shown.real() && !login.judges()) {
      return new LoginOutcome.Withheld("has a certificate that nothing vouches for");
    } else if (connection.in().available() > 0) {
      // Before the handshake a server speaks only to turn a client away.
      return errorOf(new ServerLines(connection.in(), LONGEST_LINE).next());
    }
    connection.listen();
    try (SSLSocket secure = secure(connection, login, shown)) {
      secure.startHandshake();
      return answer(
          new BufferedInputStream(secure.getInputStream()), secure.getOutputStream(), shown);
    } catch (SSLException e) {
      if (connection.heard().startsWith(ERROR)) {
        return errorOf(connection.heard());
      }
      return isOfCertificate(e)
          ? unlike(
              login,
              "shows a certificate that ca.crt does not vouch for, or that is not valid for "
                  + login.host())
          : new LoginOutcome.NoAnswer();
    }
  }

  private static LoginOutcome unlike(TlsLogin expected, String reason) {
    return expected.certain()
        ? new LoginOutcome.Distrusted(reason)
        : new LoginOutcome.Withheld(reason);
  }

  private SSLSocket secure(BoundedConnection connection, TlsLogin login, Shown shown)
      throws IOException {
    var context = shown.real() ? login.context() : login.contextForNoToken();
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(connection.socket(), server.host(), server.port(), true);
  }

  private static boolean isOfCertificate(SSLException e) {
    return Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
        .limit(10)
        .anyMatch(CertificateException.class::isInstance);
  }

  private static LoginOutcome answer(InputStream in, OutputStream out, Shown shown)
      throws IOException {
    out.write(connect(shown.secret()).getBytes(StandardCharsets.UTF_8));
    out.flush();
    ServerLines lines = new ServerLines(in, LONGEST_LINE);
    while (true) {
      String line = lines.next();
      if (line == null || line.startsWith(ERROR)) {
        return errorOf(line);
      } else if (line.startsWith("PONG")) {
        return new LoginOutcome.Accepted();
      }
    }
  }

  /** In the words of nats-server (server/errors.go). */
  private static LoginOutcome errorOf(String line) {
    String error = line == null ? "" : line.toLowerCase(Locale.ROOT);
    if (error.contains("authorization violation")) {
      return new LoginOutcome.Refused();
    } else if (error.contains("maximum connections exceeded")
        || error.contains("maximum account active connections exceeded")) {
      return new LoginOutcome.Full();
    } else if (error.contains("server shutdown")) {
      return new LoginOutcome.Leaving();
    }
    return new LoginOutcome.NoAnswer();
  }

  private static String connect(Optional<String> token) throws IOException {
    Map<String, Object> options =
        RoutesConfig.orderedMap(
            "verbose", false, "pedantic", false, "lang", "java", "version", "1", "protocol", 1);
    token.ifPresent(t -> options.put("auth_token", t));
    return "CONNECT " + ConfigText.JSON.writeValueAsString(options) + "\r\nPING\r\n";
  }
}
