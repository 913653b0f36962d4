package dev.natstoken.operator.nats.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.Token;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;

/**
 * Asks one server whether it lets in its token and nobody else, and which configuration it runs.
 * The login that must work is made with jnats, the client library that applications use.
 */
public final class ServerProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Never a token: it has a character that {@link Token} refuses. */
  private static final String WRONG = "wrong token";

  /** How the probe calls itself to a server. */
  private static final String OWN_NAME = "nats-token-operator-probe";

  private static final int MOST_CONNECTIONS = 1024;

  /**
   * The clients of a server, without the operator's own logins.
   *
   * @param clients at most the first thousand or so
   */
  public record Connections(int count, List<ClientConnection> clients) {}

  /**
   * Where a server listens.
   *
   * @param tls how to log in, if clients need TLS; monitoring goes without
   */
  public record Endpoint(String host, int clientPort, int monitorPort, Optional<TlsLogin> tls) {

    public Endpoint(String host, int clientPort, int monitorPort) {
      this(host, clientPort, monitorPort, Optional.empty());
    }
  }

  /** What the server showed. */
  public sealed interface ProbeResult {

    /** It lets in the token, refuses others, and runs the expected configuration. */
    record Proved() implements ProbeResult {}

    /** It does something else than it should. */
    record Mismatch(String reason) implements ProbeResult {}

    /** It lets in clients without a token. */
    record AuthenticationDisabled(String reason) implements ProbeResult {}

    /** It cannot be reached from here. */
    record Unreachable(String reason) implements ProbeResult {}
  }

  /**
   * Asks the server; every call makes new connections.
   *
   * @param current the token that must get in; empty if only its hash is known
   * @param refused another token that must not get in, such as the one before
   * @param expectedDigest config_digest that /varz should show; empty if nobody knows, and then
   *     that page is not asked for
   */
  public ProbeResult probe(
      Endpoint endpoint, Optional<Token> current, Optional<Token> refused, String expectedDigest) {
    try {
      if (expectedDigest.isEmpty()) {
        return logins(endpoint, current, refused);
      }
      JsonNode varz = monitor(endpoint, "varz");
      if (!varz.path("auth_required").asBoolean(false)) {
        return new ProbeResult.AuthenticationDisabled("/varz says that no login is required");
      }
      String digest = varz.path("config_digest").asText("none");
      if (!digest.equals(expectedDigest)) {
        return new ProbeResult.Mismatch(
            "runs configuration " + digest + " instead of " + expectedDigest);
      }
      return logins(endpoint, current, refused);
    } catch (SSLHandshakeException e) {
      return endpoint.tls().filter(TlsLogin::judges).isPresent()
          ? new ProbeResult.Mismatch("no TLS with it: " + e.getMessage())
          : new ProbeResult.Unreachable(
              "no TLS with it, and its certificate cannot be judged: " + e.getMessage());
    } catch (IOException e) {
      return new ProbeResult.Unreachable(
          "no answer at " + endpoint.host() + " (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProbeResult.Unreachable("interrupted");
    }
  }

  /**
   * What the server says of itself before any login.
   *
   * @throws IOException when it does not answer
   */
  public ServerInfo info(Endpoint endpoint) throws IOException {
    return new RefusableLogin(PATIENCE).info(endpoint.host(), endpoint.clientPort());
  }

  /**
   * With how many others the server has routes; a pair of servers has several between them.
   *
   * @throws IOException when it does not answer
   */
  public int peers(Endpoint endpoint) throws IOException {
    Set<String> names = new HashSet<>();
    monitor(endpoint, "routez")
        .path("routes")
        .forEach(r -> names.add(r.path("remote_id").asText()));
    return names.size();
  }

  /**
   * Who is connected to the server as a client.
   *
   * @throws IOException when it does not answer
   */
  public Connections connections(Endpoint endpoint) throws IOException {
    JsonNode page = monitor(endpoint, "connz?limit=" + MOST_CONNECTIONS);
    List<ClientConnection> clients = new ArrayList<>();
    int own = 0;
    for (JsonNode each : page.path("connections")) {
      if (OWN_NAME.equals(each.path("name").asText())) {
        own++;
      } else {
        clients.add(client(each));
      }
    }
    return new Connections(page.path("total").asInt() - own, clients);
  }

  /** A client of MQTT has no name of that kind, only its client id. */
  private static ClientConnection client(JsonNode connection) {
    String id = connection.path("mqtt_client").asText("");
    return new ClientConnection(
        connection.path("name").asText(id),
        connection.path("ip").asText(""),
        connection.path("lang").asText(id.isEmpty() ? "" : "mqtt"),
        connection.path("version").asText(""));
  }

  private static ProbeResult logins(
      Endpoint endpoint, Optional<Token> current, Optional<Token> refused)
      throws IOException, InterruptedException {
    if (isAccepted(endpoint, Optional.empty())) {
      return new ProbeResult.AuthenticationDisabled("lets in a client without a token");
    }
    if (isAccepted(endpoint, Optional.of(WRONG))) {
      return new ProbeResult.AuthenticationDisabled("lets in a client with any token");
    }
    if (refused.isPresent() && isAccepted(endpoint, refused.map(Token::value))) {
      return new ProbeResult.Mismatch("lets in a token that is not in use any more");
    }
    return current.isEmpty() || logsIn(endpoint, current.get())
        ? new ProbeResult.Proved()
        : new ProbeResult.Mismatch("refuses the current token");
  }

  private static boolean isAccepted(Endpoint endpoint, Optional<String> token) throws IOException {
    return new RefusableLogin(PATIENCE, endpoint.tls())
        .isAccepted(endpoint.host(), endpoint.clientPort(), token);
  }

  private static boolean logsIn(Endpoint endpoint, Token token)
      throws IOException, InterruptedException {
    String scheme = endpoint.tls().isPresent() ? "tls" : "nats";
    Options options =
        Options.builder()
            .sslContext(endpoint.tls().map(TlsLogin::context).orElse(null))
            .server(scheme + "://" + endpoint.host() + ":" + endpoint.clientPort())
            .connectionName(OWN_NAME)
            .connectionTimeout(PATIENCE)
            .noReconnect()
            // This server has to let the token in, not another one of its cluster.
            .ignoreDiscoveredServers()
            .errorListener(new ErrorListener() {})
            .token(token.value().toCharArray())
            .build();
    try (Connection connection = Nats.connect(options)) {
      return connection.getStatus() == Connection.Status.CONNECTED;
    } catch (AuthenticationException e) {
      return false;
    } catch (IOException e) {
      // jnats may only have timed out over a refusal; the protocol tells one from the other.
      if (!isAccepted(endpoint, Optional.of(token.value()))) {
        return false;
      }
      throw e;
    }
  }

  private static JsonNode monitor(Endpoint endpoint, String page) throws IOException {
    URI uri = URI.create("http://" + endpoint.host() + ":" + endpoint.monitorPort() + "/" + page);
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    try (var body = connection.getInputStream()) {
      return ConfigText.JSON.readTree(body);
    }
  }
}
