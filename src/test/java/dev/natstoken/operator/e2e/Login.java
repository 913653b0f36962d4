package dev.natstoken.operator.e2e;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** Logins at one server with jnats. */
final class Login {

  private Login() {}

  static Connection connect(String host, String token) throws IOException, InterruptedException {
    Options.Builder options =
        Options.builder()
            .server("nats://" + host + ":4222")
            .connectionTimeout(Duration.ofSeconds(1))
            .noReconnect()
            .errorListener(new ErrorListener() {});
    if (token != null) {
      options.token(token.toCharArray());
    }
    return Nats.connect(options.build());
  }

  static boolean isAccepted(String host, String token) {
    try (Connection connection = connect(host, token)) {
      return connection.getStatus() == Connection.Status.CONNECTED;
    } catch (AuthenticationException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError("no answer from " + host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
