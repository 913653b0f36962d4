package dev.natstoken.operator.nats.probe;

import static dev.natstoken.operator.nats.probe.Probing.DIGEST;
import static dev.natstoken.operator.nats.probe.Probing.FORMER;
import static dev.natstoken.operator.nats.probe.Probing.GOOD_PAGE;
import static dev.natstoken.operator.nats.probe.Probing.GREETING;
import static dev.natstoken.operator.nats.probe.Probing.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.probe.StandIn.Manner;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is not as it should be is shown no token, or says nothing of the token. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenWithheldTest {

  @Test
  void aServerWithAnotherConfigurationIsShownNoToken() throws IOException {
    try (StandIn monitor =
            StandIn.with(
                StandIn.page(
                    "200 OK", "{\"auth_required\":true,\"config_digest\":\"\\u001b[2J <x>\"}"));
        StandIn clients = StandIn.with(StandIn.greets(GREETING, "PONG"))) {
      assertThat(Probing.probe(clients.port(), monitor.port()))
          .isEqualTo(
              new ProbeResult.Mismatch(
                  "runs configuration unknown to the operator instead of " + DIGEST));
      assertThat(clients.met()).isZero();
    }
  }

  @Test
  void anOpenServerIsShownNoToken() throws IOException {
    try (StandIn monitor = StandIn.with(StandIn.page("200 OK", GOOD_PAGE));
        StandIn clients = StandIn.with(StandIn.greets(GREETING, "PONG"))) {
      assertThat(Probing.probe(clients.port(), monitor.port()))
          .isInstanceOf(ProbeResult.AuthenticationDisabled.class);
      assertThat(clients.heard()).doesNotContain(TOKEN.value(), FORMER.value());
    }
  }

  @Test
  void whatLooksLikeAServerWithoutTlsIsShownTheTokenOnlyAfterItRefusedOthers() throws IOException {
    try (StandIn monitor = StandIn.with(StandIn.page("200 OK", GOOD_PAGE));
        StandIn clients =
            StandIn.with(StandIn.greets(GREETING, "-ERR 'Authorization Violation'"))) {
      assertThat(Probing.probe(clients.port(), monitor.port()))
          .isEqualTo(new ProbeResult.Mismatch("refuses the current token"));
      assertThat(clients.heard().lines().filter(l -> l.startsWith("CONNECT")).skip(2))
          .hasSize(2)
          .allMatch(line -> line.contains("token-0123456789"));
    }
  }

  @Test
  void aServerThatWantsTlsWhereNoneIsConfiguredIsShownNoToken() throws IOException {
    Manner lies =
        (self, client) -> {
          self.say(client, "INFO {\"tls_required\":true}\r\n");
          self.listen(client);
        };
    try (StandIn clients = StandIn.with(lies)) {
      Login login =
          new Login(
              Probing.endpoint(clients.port(), 1).clients(),
              Optional.empty(),
              new OwnLogins(),
              Login.LIMITS);
      assertThat(login.with(TOKEN)).isInstanceOf(LoginOutcome.Withheld.class);
      assertThat(clients.heard()).doesNotContain(TOKEN.value());
    }
  }

  static Stream<Arguments> undecided() {
    return Stream.of(
        Arguments.of("-ERR 'maximum connections exceeded'", "takes no more connections"),
        Arguments.of(
            "-ERR 'maximum account active connections exceeded'", "takes no more connections"),
        Arguments.of("-ERR 'Server Shutdown'", "is shutting down"));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void aServerThatTurnsEverybodyAwaySaysNothingOfTheToken(String error, String told)
      throws IOException {
    for (String info : new String[] {GREETING, "{\"tls_required\":true}"}) {
      Manner full =
          (self, client) -> {
            self.say(client, "INFO " + info + "\r\n" + error + "\r\n");
            StandIn.drain(client);
          };
      try (StandIn monitor = StandIn.with(StandIn.page("200 OK", GOOD_PAGE));
          StandIn clients = StandIn.with(full)) {
        assertThat(Probing.probe(clients.port(), monitor.port()))
            .isInstanceOfSatisfying(
                ProbeResult.Inconclusive.class, r -> assertThat(r.reason()).startsWith(told));
      }
    }
  }
}
