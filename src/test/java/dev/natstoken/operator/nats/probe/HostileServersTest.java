package dev.natstoken.operator.nats.probe;

import static dev.natstoken.operator.nats.probe.Probing.DIGEST;
import static dev.natstoken.operator.nats.probe.Probing.FORMER;
import static dev.natstoken.operator.nats.probe.Probing.GOOD_PAGE;
import static dev.natstoken.operator.nats.probe.Probing.GREETING;
import static dev.natstoken.operator.nats.probe.Probing.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.probe.BoundedConnection.Limits;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.probe.StandIn.Manner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stranger's server neither fills the memory, nor keeps the operator waiting, nor learns. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("It measures time.")
class HostileServersTest {

  /** The sockets on both sides hold some of what nobody read. */
  private static final long IN_BUFFERS = 8 << 20;

  private static final Duration SHORT = Duration.ofMillis(800);

  private final ServerProbe probe = new ServerProbe();

  /** With little time, where a stand-in would use it up. */
  private final ServerProbe impatient =
      new ServerProbe(
          new Limits(SHORT, MonitoringPort.LIMITS.bytes()),
          new Limits(SHORT, Login.LIMITS.bytes()));

  @Test
  void fiveSecondsAndAMebibyteAreTheMostForAPageAndLessForALogin() {
    assertThat(MonitoringPort.LIMITS).isEqualTo(new Limits(Duration.ofSeconds(5), 1 << 20));
    assertThat(Login.LIMITS).isEqualTo(new Limits(Duration.ofSeconds(4), 1 << 17));
  }

  static Stream<Arguments> monitors() {
    String ok = "200 OK\r\nContent-Type: application/json";
    return Stream.of(
        Arguments.of("never answers", (Manner) StandIn::neverAnswers),
        Arguments.of("closes at once", (Manner) StandIn::closesAtOnce),
        Arguments.of("trickles headers", StandIn.trickles("HTTP/1.1 200 OK\r\nX: ")),
        Arguments.of("trickles a body", StandIn.trickles("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"")),
        Arguments.of("has endless headers", StandIn.endless("HTTP/1.1 200 OK\r\n", "A: b\r\n")),
        Arguments.of("has an endless header", StandIn.endless("HTTP/1.1 200 OK\r\nA: ", "b")),
        Arguments.of("goes on for ever before", StandIn.endless("", "HTTP/1.1 100 Go on\r\n\r\n")),
        Arguments.of(
            "has an endless array", StandIn.endless("HTTP/1.1 200 OK\r\n\r\n{\"a\":[1", ",1")),
        Arguments.of(
            "has an endless string", StandIn.endless("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"", "x")),
        Arguments.of("has an endless name", StandIn.endless("HTTP/1.1 200 OK\r\n\r\n{\"", "x")),
        Arguments.of("nests for ever", StandIn.endless("HTTP/1.1 200 OK\r\n\r\n{\"a\":", "[")),
        Arguments.of(
            "has endless small chunks",
            StandIn.endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n")),
        Arguments.of(
            "lies of a huge chunk",
            StandIn.page("200 OK\r\nTransfer-Encoding: chunked", "7fffffff\r\n" + GOOD_PAGE)),
        Arguments.of("answers 201", StandIn.page("201 Created", GOOD_PAGE)),
        Arguments.of("answers 500", StandIn.page("500 No", GOOD_PAGE)),
        Arguments.of("is no HTTP server", StandIn.greets(GREETING, "PONG")),
        Arguments.of("has no object", StandIn.page(ok, "[" + GOOD_PAGE + "]")),
        Arguments.of("breaks off", StandIn.page(ok, GOOD_PAGE.replace("}", ","))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("monitors")
  void aMonitoringPortThat(String does, Manner manner) throws IOException {
    try (StandIn monitor = StandIn.with(manner);
        StandIn clients = StandIn.with(StandIn.greets(GREETING, "PONG"))) {
      Instant begin = Instant.now();
      ProbeResult result = Probing.probe(impatient, clients.port(), monitor.port());
      assertThat(Duration.between(begin, Instant.now())).isLessThan(SHORT.multipliedBy(3));
      assertThat(monitor.sent()).isLessThan(IN_BUFFERS);
      assertThat(result).isInstanceOf(ProbeResult.Unreachable.class).isEqualTo(noAnswer(monitor));
      assertThat(clients.heard()).isEmpty();
    }
  }

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("never answers", (Manner) StandIn::neverAnswers),
        Arguments.of("closes at once", (Manner) StandIn::closesAtOnce),
        Arguments.of("trickles", StandIn.trickles("INFO {")),
        Arguments.of("has an endless greeting", StandIn.endless("INFO {\"a\":\"", "x")),
        Arguments.of("nests for ever", StandIn.endless("INFO {\"a\":", "[")),
        Arguments.of("says small lines for ever", StandIn.endless("INFO {}\r\n", "+OK\r\n")),
        Arguments.of("asks for ever", StandIn.endless("INFO {}\r\n", "PING\r\n")),
        Arguments.of("says a message", StandIn.greets(GREETING, "MSG a 1 2147483647")),
        Arguments.of("trickles behind", StandIn.trickles("INFO {}\r\n")),
        Arguments.of("hangs in the handshake", StandIn.greets("{\"tls_required\":true}", "")),
        Arguments.of(
            "trickles in the handshake", StandIn.trickles("INFO {\"tls_required\":true}\r\n")),
        Arguments.of(
            "has an endless handshake",
            StandIn.endless("INFO {\"tls_required\":true}\r\n", "\u0016\u0003\u0003\u0001\u0000")),
        Arguments.of("is another server", StandIn.greets("", "-ERR 'What?'")),
        Arguments.of("is a web server", StandIn.page("200 OK", "{}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void aPortForClientsThat(String does, Manner manner) throws IOException {
    try (StandIn monitor = StandIn.with(StandIn.page("200 OK", GOOD_PAGE));
        StandIn clients = StandIn.with(manner)) {
      Instant begin = Instant.now();
      ProbeResult result = Probing.probe(impatient, clients.port(), monitor.port());
      assertThat(Duration.between(begin, Instant.now())).isLessThan(SHORT.multipliedBy(3));
      assertThat(clients.sent()).isLessThan(IN_BUFFERS);
      assertThat(result).isEqualTo(noAnswer(clients));
      assertThat(clients.heard()).doesNotContain(TOKEN.value(), FORMER.value());
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (StandIn other = StandIn.with(StandIn.page("200 OK", GOOD_PAGE));
        StandIn monitor =
            StandIn.with(
                StandIn.page(
                    "302 Found\r\nLocation: http://127.0.0.1:" + other.port() + "/varz", ""))) {
      assertThat(Probing.probe(other.port(), monitor.port())).isEqualTo(noAnswer(monitor));
      assertThat(probe.connections(Probing.endpoint(other.port(), monitor.port()))).isEmpty();
      assertThat(other.met()).isZero();
    }
  }

  @Test
  void whyAPortDoesNotAnswerIsNotTold() throws IOException {
    int closed;
    try (StandIn gone = StandIn.with(StandIn::closesAtOnce)) {
      closed = gone.port();
    }
    try (StandIn silent = StandIn.with(StandIn::closesAtOnce)) {
      assertThat(reason(Probing.probe(1, silent.port())).replace(silent.port() + "", ""))
          .isEqualTo(reason(Probing.probe(1, closed)).replace(closed + "", ""))
          .doesNotContain("Exception");
    }
  }

  @Test
  void aNameIsNotLookedUp() {
    Endpoint named = new Endpoint("localhost", 4222, 8222);
    assertThat(probe.probe(named, Optional.of(TOKEN), Optional.empty(), DIGEST))
        .isInstanceOf(ProbeResult.Unreachable.class);
  }

  @Test
  void whatClientsCallThemselvesIsCutAndCleaned() throws IOException {
    String page =
        "{\"server_id\":\"S\",\"total\":2147483647,\"connections\":[{\"cid\":8,\"name\":"
            + "\"a\\u001b[31mb\\u202ec\\n\",\"ip\":\""
            + "1".repeat(5000)
            + "\",\"lang\":\"go\",\"version\":\"1\"}]}";
    try (StandIn monitor = StandIn.with(StandIn.page("200 OK", page))) {
      var connections = probe.connections(Probing.endpoint(1, monitor.port())).orElseThrow();
      assertThat(connections.clients())
          .containsExactly(new ClientConnection("a[31mbc", "1".repeat(45), "go", "1"));
      assertThat(connections.count()).isEqualTo(1_000_000);
    }
  }

  @Test
  void aClientThatTakesTheNameOfTheProbeIsCountedAndAnOwnLoginIsNot() throws IOException {
    String page =
        "{\"server_id\":\"S\",\"total\":2,\"connections\":["
            + "{\"cid\":7,\"name\":\"our own\"},{\"cid\":8,\"name\":\"nats-token-operator-probe\"}]}";
    try (StandIn monitor = StandIn.with(StandIn.page("200 OK", page));
        StandIn clients = StandIn.with(StandIn.greets(GREETING, "PONG"))) {
      assertThat(probe.info(Probing.endpoint(clients.port(), 1))).isPresent();
      var connections = probe.connections(Probing.endpoint(1, monitor.port())).orElseThrow();
      assertThat(connections.count()).isEqualTo(1);
      assertThat(connections.clients())
          .extracting(ClientConnection::name)
          .containsExactly("nats-token-operator-probe");
    }
  }

  private static ProbeResult noAnswer(StandIn at) {
    return new ProbeResult.Unreachable(
        "no answer of a nats-server at port "
            + at.port()
            + ". Let the operator connect to it: look at NetworkPolicies, and at a service mesh that"
            + " wants its own TLS");
  }

  private static String reason(ProbeResult result) {
    return ((ProbeResult.Unreachable) result).reason();
  }
}
