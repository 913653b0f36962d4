package dev.natstoken.operator.nats.probe;

import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.token.Token;
import java.util.Optional;

/** The probing of a {@link StandIn}, or of two, as if there were a server of ours. */
final class Probing {

  static final Token TOKEN = Token.of("a-real-token-0123456789");
  static final Token FORMER = Token.of("a-former-token-0123456789");
  static final String DIGEST = "sha256:0123";
  static final String GOOD_PAGE = "{\"auth_required\":true,\"config_digest\":\"" + DIGEST + "\"}";
  static final String GREETING =
      "{\"server_id\":\"S\",\"client_id\":7,\"auth_required\":true,\"max_payload\":1048576}";

  private Probing() {}

  static ProbeResult probe(int clients, int monitor) {
    return probe(new ServerProbe(), clients, monitor);
  }

  static ProbeResult probe(ServerProbe by, int clients, int monitor) {
    return by.probe(endpoint(clients, monitor), Optional.of(TOKEN), Optional.of(FORMER), DIGEST);
  }

  static Endpoint endpoint(int clients, int monitor) {
    return new Endpoint("127.0.0.1", clients, monitor);
  }
}
