package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.TlsLogin;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the probe makes of real servers that are full, or listen at an IPv6 address. */
@Tag("nats")
class ProbeIT {

  private static final String IPV6 = "::1";

  private final ServerProbe probe = new ServerProbe();

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aFullServerIsNoSignOfABreakIn(Path program) throws Exception {
    GoldenConfigs.Texts texts = full(texts("defaults"));
    try (RunningServer server = RunningServer.start(program, folder, texts)) {
      assertThat(probed(server.endpoint(), texts)).isEqualTo(new ProbeResult.Proved());
      List<Connection> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          clients.add(server.connect());
        }
        assertFull(probed(server.endpoint(), texts));
      } finally {
        for (Connection client : clients) {
          client.close();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void norIsAFullOneWithTls(Path program) throws Exception {
    GoldenConfigs.Texts texts = full(texts("tls"));
    TlsServers.write(folder);
    try (RunningServer server = RunningServer.start(program, folder, texts)) {
      Endpoint endpoint = TlsServers.endpoint(server);
      assertThat(probed(endpoint, texts)).isEqualTo(new ProbeResult.Proved());
      List<Connection> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          clients.add(connect(server.url().replace("nats:", "tls:"), endpoint.tls().get()));
        }
        assertFull(probed(endpoint, texts));
      } finally {
        for (Connection client : clients) {
          client.close();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aClientThatTakesTheNameOfTheProbeIsCountedAndTheProbeIsNot(Path program) throws Exception {
    GoldenConfigs.Texts texts = texts("defaults");
    try (RunningServer server = RunningServer.start(program, folder, texts);
        Connection client = named(server.url(), "nats-token-operator-probe")) {
      assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      for (int i = 0; i < 20; i++) {
        assertThat(probed(server.endpoint(), texts)).isEqualTo(new ProbeResult.Proved());
        assertThat(probe.connections(server.endpoint()))
            .hasValueSatisfying(seen -> {
              assertThat(seen.count()).isEqualTo(1);
              assertThat(seen.clients())
                  .extracting(ClientConnection::name)
                  .containsExactly("nats-token-operator-probe");
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerOfOurOwnAtAnIpv6AddressIsProvedWithAndWithoutTls(Path program) throws Exception {
    GoldenConfigs.Texts plain = texts("defaults");
    try (RunningServer server =
        RunningServer.startAt(
            IPV6, program, folder.resolve("plain"), plain.natsConf(), plain.routesConf())) {
      assertThat(probed(server.endpoint(), plain)).isEqualTo(new ProbeResult.Proved());
      assertThat(probe.peers(server.endpoint())).contains(0);
      assertThat(probe.connections(server.endpoint())).isPresent();
    }
    GoldenConfigs.Texts tls = texts("tls");
    TlsServers.write(folder.resolve("tls"));
    try (RunningServer server =
        RunningServer.startAt(
            IPV6, program, folder.resolve("tls"), tls.natsConf(), tls.routesConf())) {
      assertThat(probed(TlsServers.endpoint(server), tls)).isEqualTo(new ProbeResult.Proved());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void soIsOneOfSomebodyElse(Path program) throws Exception {
    String block =
        AuthorizationConfig.render(
            5, new TokenHasher(new SecureRandom()).hash(GoldenConfigs.TOKEN, 4));
    try (RunningServer server =
        RunningServer.startAt(IPV6, program, folder.resolve("plain"), block, "")) {
      assertThat(attached(server.endpoint())).isEqualTo(new ProbeResult.Proved());
    }
    String tls = block + "tls { cert_file: \"tls/tls.crt\", key_file: \"tls/tls.key\" }\n";
    TlsServers.write(folder.resolve("tls"));
    try (RunningServer server =
        RunningServer.startAt(IPV6, program, folder.resolve("tls"), tls, "")) {
      Authorities authority = Authorities.read(TlsServers.AUTHORITY.pem());
      assertThat(probe.info(server.endpoint()))
          .hasValueSatisfying(info -> assertThat(info.tlsRequired()).isTrue());
      assertThat(attached(server, TlsLogin.to(Optional.empty(), authority, List.of("localhost"))))
          .isEqualTo(new ProbeResult.Proved());
      assertThat(attached(server, TlsLogin.unjudged(Optional.empty())))
          .isInstanceOf(ProbeResult.Withheld.class);
    }
  }

  private ProbeResult attached(RunningServer server, TlsLogin login) {
    return attached(TlsServers.endpoint(server, login));
  }

  private ProbeResult attached(Endpoint endpoint) {
    return probe.probe(
        endpoint, Optional.of(GoldenConfigs.TOKEN), Optional.of(GoldenConfigs.OTHER_TOKEN), "");
  }

  private ProbeResult probed(Endpoint endpoint, GoldenConfigs.Texts texts) {
    return probe.probe(
        endpoint,
        Optional.of(GoldenConfigs.TOKEN),
        Optional.of(GoldenConfigs.OTHER_TOKEN),
        texts.digest());
  }

  private static void assertFull(ProbeResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ProbeResult.Inconclusive.class,
            r -> assertThat(r.reason()).contains("takes no more connections", "maxConnections"));
  }

  private static GoldenConfigs.Texts full(GoldenConfigs.Texts texts) {
    return new GoldenConfigs.Texts(texts.natsConf() + "max_connections: 3\n", texts.routesConf());
  }

  private static GoldenConfigs.Texts texts(String name) {
    return GoldenConfigs.all()
        .get(name)
        .withRoutePort(RunningServer.freePort())
        .withListeners(
            RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
  }

  private static Connection named(String url, String name) throws Exception {
    return Nats.connect(options(url).connectionName(name).build());
  }

  private static Connection connect(String url, TlsLogin tls) throws Exception {
    return Nats.connect(options(url).sslContext(tls.context()).build());
  }

  private static Options.Builder options(String url) {
    return Options.builder()
        .server(url)
        .noReconnect()
        .token(GoldenConfigs.TOKEN.value().toCharArray())
        .errorListener(new ErrorListener() {});
  }
}
