package dev.natstoken.operator.nats.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.token.Token;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It sets properties of the system.")
class NoProxyTest {

  @Test
  void aProxyOfTheSystemIsNotUsed() throws IOException {
    try (StandIn proxy = StandIn.with(StandIn::closesAtOnce);
        StandIn monitor =
            StandIn.with(
                StandIn.page("200 OK", "{\"auth_required\":true,\"config_digest\":\"a\"}"));
        StandIn clients = StandIn.with(StandIn.greets("{}", "-ERR 'Authorization Violation'"))) {
      Map<String, String> properties =
          Map.of(
              "http.proxyHost", "127.0.0.1",
              "http.proxyPort", Integer.toString(proxy.port()),
              "http.nonProxyHosts", "",
              "socksProxyHost", "127.0.0.1",
              "socksProxyPort", Integer.toString(proxy.port()),
              "socksNonProxyHosts", "");
      properties.forEach(System::setProperty);
      try {
        assertThat(
                new ServerProbe()
                    .probe(
                        new Endpoint("127.0.0.1", clients.port(), monitor.port()),
                        Optional.of(Token.of("a-real-token-0123456789")),
                        Optional.empty(),
                        "a"))
            .isEqualTo(new ServerProbe.ProbeResult.Mismatch("refuses the current token"));
        assertThat(proxy.met()).isZero();
      } finally {
        List.copyOf(properties.keySet()).forEach(System::clearProperty);
      }
    }
  }
}
