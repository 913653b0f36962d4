package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.TestCertificate;
import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.probe.Logins;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import dev.natstoken.operator.nats.tls.TlsLogin;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers do with our TLS. */
@Tag("nats")
class TlsIT {

  private static final TestAuthority STRANGER = new TestAuthority("stranger");

  private final ServerProbe probe = new ServerProbe();

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theProbeToleratesNeitherAnotherAuthorityNorAnotherNameNorNoTls(Path program)
      throws Exception {
    TestCertificate good = TlsServers.AUTHORITY.issue(TlsServers.HOST);
    TlsServers.write(folder, good);
    GoldenConfigs.Texts texts = tls("tls");
    try (RunningServer server = RunningServer.start(program, folder, texts)) {
      ServerCertificate read = TlsServers.read(good);
      assertThat(probed(server, TlsLogin.to(read, TlsServers.HOST), texts))
          .isEqualTo(new ProbeResult.Proved());
      assertThat(probed(server, TlsLogin.to(read, "another.shop.svc"), texts))
          .isInstanceOfSatisfying(
              ProbeResult.Mismatch.class,
              m -> assertThat(m.reason()).endsWith("not valid for another.shop.svc"));
      ServerCertificate strange = TlsServers.read(STRANGER.issue(TlsServers.HOST));
      assertThat(probed(server, TlsLogin.to(strange, TlsServers.HOST), texts))
          .isInstanceOf(ProbeResult.Mismatch.class);
      assertThat(probed(server, TlsLogin.unjudged(Optional.of(strange)), texts))
          .isInstanceOf(ProbeResult.Withheld.class);
      assertThat(probed(server, TlsLogin.to(strange, TlsServers.HOST).onItsWay(), texts))
          .isInstanceOf(ProbeResult.Withheld.class);
      assertThat(probe(server.endpoint(), texts)).isInstanceOf(ProbeResult.Withheld.class);
    }
    GoldenConfigs.Texts plain = tls("defaults");
    try (RunningServer server = RunningServer.start(program, folder.resolve("plain"), plain)) {
      assertThat(probed(server, TlsLogin.to(TlsServers.read(good), TlsServers.HOST), plain))
          .isEqualTo(new ProbeResult.Mismatch("does without TLS"));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerThatVerifiesClientsWantsACertificateOfItsAuthorityThatIsForClients(Path program)
      throws Exception {
    TestCertificate good = TlsServers.AUTHORITY.issue(TlsServers.HOST);
    TlsServers.write(folder, good);
    GoldenConfigs.Texts texts = tls("tls-everywhere");
    try (RunningServer server = RunningServer.start(program, folder, texts)) {
      assertThat(probed(server, TlsLogin.to(TlsServers.read(good), TlsServers.HOST), texts))
          .isEqualTo(new ProbeResult.Proved());
      TestCertificate forServers =
          TlsServers.AUTHORITY.issue(
              Request.of(TlsServers.HOST).only(KeyPurposeId.id_kp_serverAuth));
      assertThat(probed(server, TlsLogin.to(TlsServers.read(forServers), TlsServers.HOST), texts))
          .isInstanceOf(ProbeResult.Withheld.class);
      TestCertificate foreign = STRANGER.issue(TlsServers.HOST);
      assertThat(probed(server, TlsLogin.unjudged(Optional.of(TlsServers.read(foreign))), texts))
          .isInstanceOf(ProbeResult.Unreachable.class);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyWayInNeedsTlsAndTheToken(Path program) throws Exception {
    TestCertificate certificate = TlsServers.AUTHORITY.issue("localhost");
    TlsServers.write(folder, certificate);
    int websocket = RunningServer.freePort();
    GoldenConfigs.Texts texts =
        GoldenConfigs.all()
            .get("tls")
            .withRoutePort(RunningServer.freePort())
            .withListeners(websocket, RunningServer.freePort(), RunningServer.freePort());
    TlsLogin trust = TlsLogin.to(TlsServers.read(certificate), "localhost");
    TlsLogin distrust = TlsLogin.to(TlsServers.read(STRANGER.issue("localhost")), "localhost");
    try (RunningServer server = RunningServer.start(program, folder, texts)) {
      int port = server.endpoint().clientPort();
      connect("tls://localhost:" + port, Optional.of(trust), true).close();
      connect("wss://localhost:" + websocket, Optional.of(trust), true).close();
      for (String url : List.of("tls://localhost:" + port, "wss://localhost:" + websocket)) {
        assertThatThrownBy(() -> connect(url, Optional.of(distrust), true))
            .as(url)
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> connect(url, Optional.of(trust), false))
            .as(url)
            .isInstanceOf(IOException.class);
        String plain = url.replace("tls:", "nats:").replace("wss:", "ws:");
        assertThatThrownBy(() -> connect(plain, Optional.empty(), true))
            .as(plain)
            .isInstanceOf(IOException.class);
      }
      assertThat(Logins.isAccepted("127.0.0.1", port, Optional.of(GoldenConfigs.TOKEN.value())))
          .isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aLeafNodeJoinsOverTlsWithTheTokenAlone(Path program) throws Exception {
    TestCertificate certificate = TlsServers.AUTHORITY.issue("localhost");
    int port = RunningServer.freePort();
    GoldenConfigs.Texts texts =
        GoldenConfigs.all()
            .get("tls")
            .withRoutePort(RunningServer.freePort())
            .withListeners(RunningServer.freePort(), RunningServer.freePort(), port);
    Path hubFolder = folder.resolve("hub");
    TlsServers.write(hubFolder, certificate);
    String token = GoldenConfigs.TOKEN.value() + "@";
    try (RunningServer hub = RunningServer.start(program, hubFolder, texts)) {
      try (RunningServer trusting = leaf(program, "trusting", token, port, certificate.caCrt())) {
        assertThat(trusting).isNotNull();
        Awaitility.await("the leaf node joins")
            .atMost(Duration.ofSeconds(20))
            .until(() -> leafNodes(hub) == 1);
      }
      try (RunningServer distrusting = leaf(program, "distrusting", token, port, STRANGER.pem())) {
        assertThat(distrusting).isNotNull();
        awaitLog("distrusting", "TLS leafnode handshake error");
        assertThat(leafNodes(hub)).isZero();
      }
      try (RunningServer tokenless = leaf(program, "tokenless", "", port, certificate.caCrt())) {
        assertThat(tokenless).isNotNull();
        awaitLog("tokenless", "Authorization Violation");
        assertThat(leafNodes(hub)).isZero();
      }
    }
  }

  private RunningServer leaf(Path program, String name, String userInfo, int port, String authority)
      throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("ca.crt"), authority);
    String remote =
        "{\"url\":\"tls://"
            + userInfo
            + "localhost:"
            + port
            + "\",\"tls\":{\"ca_file\":\"ca.crt\"}}";
    return RunningServer.start(
        program,
        folder.resolve(name),
        new GoldenConfigs.Texts("leafnodes: {\"remotes\":[" + remote + "]}\n", ""));
  }

  private void awaitLog(String name, String words) {
    Awaitility.await(words)
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.readString(folder.resolve(name).resolve("server.log")).contains(words));
  }

  private static int leafNodes(RunningServer server) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.endpoint().monitorPort() + "/leafz");
    try (var body = uri.toURL().openStream()) {
      return ConfigText.JSON.readTree(body).path("leafnodes").asInt();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void serversFormAMeshOverTlsThatShutsOutOneOfAnotherAuthority(Path program) throws Exception {
    List<Integer> ports =
        List.of(RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
    TestCertificate ours = TlsServers.AUTHORITY.issue("localhost");
    List<RunningServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < ports.size(); i++) {
        servers.add(mesh(program, "server-" + i, ports.get(i), ports, ours));
      }
      servers.forEach(s -> awaitPeers(s, 2));
      TestCertificate theirs = STRANGER.issue("localhost");
      try (RunningServer intruder =
          mesh(program, "intruder", RunningServer.freePort(), ports, theirs)) {
        awaitLog("intruder", "TLS route handshake error");
        assertThat(peers(intruder)).isZero();
        assertThat(peers(servers.get(0))).isEqualTo(2);
      }
    } finally {
      for (RunningServer server : servers) {
        server.close();
      }
    }
  }

  private RunningServer mesh(
      Path program, String name, int port, List<Integer> ports, TestCertificate certificate) {
    GoldenConfigs.Texts golden =
        GoldenConfigs.all()
            .get("tls-everywhere")
            .withListeners(
                RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
    String routes = golden.routesConf();
    for (int i = 0; i < ports.size(); i++) {
      routes =
          routes.replace(
              "orders-nats-" + i + ".orders-nats-headless.shop.svc:6222",
              "localhost:" + ports.get(i));
    }
    TlsServers.write(folder.resolve(name), certificate);
    return RunningServer.start(
        program,
        folder.resolve(name),
        new GoldenConfigs.Texts(golden.natsConf(), routes).withRoutePort(port));
  }

  private static void awaitPeers(RunningServer server, int peers) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> peers(server) == peers);
  }

  private static int peers(RunningServer server) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.endpoint().monitorPort() + "/routez");
    try (var body = uri.toURL().openStream()) {
      JsonNode page = ConfigText.JSON.readTree(body);
      return (int) page.path("routes").findValuesAsText("remote_id").stream().distinct().count();
    }
  }

  private ProbeResult probed(RunningServer server, TlsLogin login, GoldenConfigs.Texts texts) {
    return probe(TlsServers.endpoint(server, login), texts);
  }

  private ProbeResult probe(Endpoint endpoint, GoldenConfigs.Texts texts) {
    return probe.probe(
        endpoint,
        Optional.of(GoldenConfigs.TOKEN),
        Optional.of(GoldenConfigs.OTHER_TOKEN),
        texts.digest());
  }

  private static GoldenConfigs.Texts tls(String name) {
    return GoldenConfigs.all()
        .get(name)
        .withRoutePort(RunningServer.freePort())
        .withListeners(
            RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
  }

  private static Connection connect(String url, Optional<TlsLogin> tls, boolean withToken)
      throws IOException, InterruptedException {
    Options.Builder options =
        Options.builder()
            .server(url)
            .sslContext(tls.map(TlsLogin::context).orElse(null))
            .connectionTimeout(Duration.ofSeconds(5))
            .noReconnect()
            .errorListener(new ErrorListener() {});
    if (withToken) {
      options.token(GoldenConfigs.TOKEN.value().toCharArray());
    }
    return Nats.connect(options.build());
  }
}
