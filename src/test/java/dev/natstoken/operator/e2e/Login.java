package dev.natstoken.operator.e2e;

import dev.natstoken.operator.nats.probe.Logins;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Logins at one server. */
final class Login {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Login() {}

  /** A client of its own; for a login that must work. */
  static Connection connect(String host, String token) throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder()
            .server("nats://" + host + ":4222")
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {})
            .token(token.toCharArray())
            .build());
  }

  /**
   * Whether the server lets in a client with this token, or without one if null. Not asked through
   * jnats, which tells a refusal from no answer only by waiting.
   */
  static boolean isAccepted(String host, String token) {
    try {
      return Logins.isAccepted(host, 4222, Optional.ofNullable(token));
    } catch (IOException e) {
      throw new AssertionError("no answer from " + host, e);
    }
  }
}
