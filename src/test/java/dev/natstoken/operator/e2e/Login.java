package dev.natstoken.operator.e2e;

import dev.natstoken.operator.nats.probe.Logins;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Logins at one server. */
final class Login {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Login() {}

  /**
   * A client of its own; for a login that must work. A Service leads to a server a moment after
   * that is ready: the node learns of it last.
   */
  static Connection connect(String host, String token) {
    Options options =
        Options.builder()
            .server("nats://" + host + ":4222")
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {})
            .token(token.toCharArray())
            .build();
    return Awaitility.await("a login at " + host)
        .atMost(PATIENCE.multipliedBy(2))
        .ignoreException(IOException.class)
        .until(() -> Nats.connect(options), Objects::nonNull);
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
