package dev.natstoken.operator.nats.probe;

import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.token.Token;
import java.io.IOException;
import java.util.Optional;

/** Logins of the tests. jnats tells a refusal from no answer only by waiting. */
public final class Logins {

  private Logins() {}

  /**
   * Whether the server lets in a client with this token, or without one, over a connection without
   * TLS.
   *
   * @throws IOException if it does not say
   */
  public static boolean isAccepted(String host, int port, Optional<String> token)
      throws IOException {
    Login login =
        new Login(new HostPort(host, port), Optional.empty(), new OwnLogins(), Login.LIMITS);
    LoginOutcome outcome = token.map(t -> login.with(Token.of(t))).orElseGet(login::withoutToken);
    return switch (outcome) {
      case LoginOutcome.Accepted _ -> true;
      case LoginOutcome.Refused _, LoginOutcome.Withheld _, LoginOutcome.Distrusted _ -> false;
      case LoginOutcome.Full _, LoginOutcome.Leaving _, LoginOutcome.NoAnswer _ ->
          throw new IOException(host + " says " + outcome);
    };
  }
}
