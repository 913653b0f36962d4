package dev.natstoken.operator.nats;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks one server whether it lets in its token and nobody else, and which configuration it runs.
 * The logins are made with the client library that applications use.
 */
public final class ServerProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Never a token: it has a character that {@link Token} refuses. */
  private static final char[] WRONG = "wrong token".toCharArray();

  /** Where a server listens. */
  public record Endpoint(String host, int clientPort, int monitorPort) {}

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

  private enum Login {
    ACCEPTED,
    REFUSED
  }

  /**
   * @param refused another token that must not get in, such as the one before
   * @param expectedDigest config_digest that /varz should show
   */
  public ProbeResult probe(
      Endpoint endpoint, Token current, Optional<Token> refused, String expectedDigest) {
    try {
      JsonNode varz = varz(endpoint);
      if (!varz.path("auth_required").asBoolean(false)) {
        return new ProbeResult.AuthenticationDisabled("/varz says that no login is required");
      }
      String digest = varz.path("config_digest").asText("none");
      if (!digest.equals(expectedDigest)) {
        return new ProbeResult.Mismatch(
            "runs configuration " + digest + " instead of " + expectedDigest);
      }
      return logins(endpoint, current, refused);
    } catch (IOException e) {
      return new ProbeResult.Unreachable(
          "no answer at " + endpoint.host() + " (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProbeResult.Unreachable("interrupted");
    }
  }

  private static ProbeResult logins(Endpoint endpoint, Token current, Optional<Token> refused)
      throws IOException, InterruptedException {
    if (login(endpoint, null) == Login.ACCEPTED) {
      return new ProbeResult.AuthenticationDisabled("lets in a client without a token");
    }
    if (login(endpoint, WRONG) == Login.ACCEPTED) {
      return new ProbeResult.AuthenticationDisabled("lets in a client with any token");
    }
    if (refused.isPresent()
        && login(endpoint, refused.get().value().toCharArray()) == Login.ACCEPTED) {
      return new ProbeResult.Mismatch("lets in a token that is not in use any more");
    }
    return login(endpoint, current.value().toCharArray()) == Login.ACCEPTED
        ? new ProbeResult.Proved()
        : new ProbeResult.Mismatch("refuses the current token");
  }

  private static Login login(Endpoint endpoint, char[] token)
      throws IOException, InterruptedException {
    Options.Builder options =
        Options.builder()
            .server("nats://" + endpoint.host() + ":" + endpoint.clientPort())
            .connectionName("nats-token-operator-probe")
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {});
    if (token != null) {
      options.token(token);
    }
    try (Connection connection = Nats.connect(options.build())) {
      connection.flush(PATIENCE);
      return Login.ACCEPTED;
    } catch (AuthenticationException e) {
      return Login.REFUSED;
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IOException("no PONG", e);
    }
  }

  private static JsonNode varz(Endpoint endpoint) throws IOException {
    URI uri = URI.create("http://" + endpoint.host() + ":" + endpoint.monitorPort() + "/varz");
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    try (var body = connection.getInputStream()) {
      return ConfigText.JSON.readTree(body);
    }
  }
}
