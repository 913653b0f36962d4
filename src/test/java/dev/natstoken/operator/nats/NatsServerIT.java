package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import dev.natstoken.operator.nats.probe.ServerProbe.ProbeResult;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers of the newest and the oldest tested version do with our configuration. */
@Tag("nats")
class NatsServerIT {

  private final ServerProbe probe = new ServerProbe();

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @TestFactory
  Stream<DynamicTest> theProbeProvesAServerOfEveryGoldenConfiguration() {
    return RunningServer.programs().stream()
        .flatMap(program ->
            GoldenConfigs.all().entrySet().stream()
                .map(e ->
                    DynamicTest.dynamicTest(
                        program.getFileName() + " " + e.getKey(),
                        () ->
                            provedByAServer(
                                program,
                                e.getKey(),
                                e.getValue()
                                    .withRoutePort(RunningServer.freePort())
                                    .withListeners(
                                        RunningServer.freePort(),
                                        RunningServer.freePort(),
                                        RunningServer.freePort())))));
  }

  private void provedByAServer(Path program, String name, GoldenConfigs.Texts texts)
      throws Exception {
    Path place = folder.resolve(program.getFileName() + "-" + name);
    TlsServers.write(place);
    try (var server = RunningServer.startAmongOthers(program, place, texts)) {
      Endpoint endpoint = name.startsWith("tls") ? TlsServers.endpoint(server) : server.endpoint();
      assertThat(
              probe.probe(
                  endpoint,
                  Optional.of(GoldenConfigs.TOKEN),
                  Optional.of(GoldenConfigs.OTHER_TOKEN),
                  texts.digest()))
          .isEqualTo(new ProbeResult.Proved());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theProbeTellsAWrongTokenAndAWrongConfigurationFromARightOne(Path program) throws Exception {
    GoldenConfigs.Texts texts = defaults();
    String digest = texts.digest();
    try (var server = RunningServer.start(program, folder, texts)) {
      assertThat(
              probe.probe(
                  server.endpoint(),
                  Optional.of(GoldenConfigs.OTHER_TOKEN),
                  Optional.empty(),
                  digest))
          .isEqualTo(new ProbeResult.Mismatch("refuses the current token"));
      assertThat(
              probe.probe(
                  server.endpoint(),
                  Optional.of(GoldenConfigs.TOKEN),
                  Optional.of(GoldenConfigs.TOKEN),
                  digest))
          .isInstanceOf(ProbeResult.Mismatch.class);
      assertThat(
              probe.probe(
                  server.endpoint(),
                  Optional.of(GoldenConfigs.TOKEN),
                  Optional.empty(),
                  "sha256:another"))
          .isInstanceOf(ProbeResult.Mismatch.class);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theProbeSeesThatAServerIsOpen(Path program) throws Exception {
    GoldenConfigs.Texts good = defaults();
    var open =
        new GoldenConfigs.Texts(
            good.natsConf().replaceAll("(?m)^authorization.*\n", ""), good.routesConf());
    try (var server = RunningServer.start(program, folder, open)) {
      assertThat(
              probe.probe(
                  server.endpoint(),
                  Optional.of(GoldenConfigs.TOKEN),
                  Optional.empty(),
                  open.digest()))
          .isInstanceOf(ProbeResult.AuthenticationDisabled.class);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerThatIsNotThereIsUnreachableAndNotMistakenForAnOpenOne(Path program) throws Exception {
    GoldenConfigs.Texts texts = defaults();
    RunningServer server = RunningServer.start(program, folder, texts);
    server.close();
    assertThat(
            probe.probe(
                server.endpoint(), Optional.of(GoldenConfigs.TOKEN), Optional.empty(), "any"))
        .isInstanceOf(ProbeResult.Unreachable.class);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void threeServersFormAMeshThatCarriesMessagesAndShutsOutAWrongRoutePassword(Path program)
      throws Exception {
    List<Integer> ports =
        List.of(RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
    List<RunningServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        servers.add(mesh(program, i, ports, "golden-route-password"));
      }
      servers.forEach(s -> awaitPeers(s, 2));
      try (var intruder = mesh(program, 3, ports, "wrong-route-password")) {
        awaitMessage(servers.get(0), servers.get(2));
        assertThat(peers(intruder)).isZero();
        assertThat(peers(servers.get(0))).isEqualTo(2);
      }
    } finally {
      for (RunningServer server : servers) {
        server.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerThatTracesEveryMessageLogsNoToken(Path program) throws Exception {
    GoldenConfigs.Texts texts =
        GoldenConfigs.all().get("all-logging").withRoutePort(RunningServer.freePort());
    try (var server = RunningServer.start(program, folder, texts);
        var client = server.connect()) {
      client.publish("orders.new", new byte[0]);
      client.flush(Duration.ofSeconds(5));
      assertThat(folder.resolve("server.log"))
          .content()
          .contains("orders.new", "CONNECT")
          .doesNotContain(GoldenConfigs.TOKEN.value());
    }
  }

  private RunningServer mesh(Path program, int index, List<Integer> ports, String password) {
    GoldenConfigs.Texts golden = GoldenConfigs.all().get("three-servers");
    String routes = golden.routesConf().replace("golden-route-password", password);
    for (int i = 0; i < ports.size(); i++) {
      routes =
          routes.replace(
              "orders-nats-" + i + ".orders-nats-headless.shop.svc:6222",
              "127.0.0.1:" + ports.get(i));
    }
    int port = index < ports.size() ? ports.get(index) : RunningServer.freePort();
    return RunningServer.start(
        program,
        folder.resolve("server-" + index),
        new GoldenConfigs.Texts(golden.natsConf(), routes).withRoutePort(port));
  }

  private static GoldenConfigs.Texts defaults() {
    return GoldenConfigs.all().get("defaults").withRoutePort(RunningServer.freePort());
  }

  private static void awaitPeers(RunningServer server, int peers) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> peers(server) == peers);
  }

  private static long peers(RunningServer server) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.endpoint().monitorPort() + "/routez");
    try (var body = uri.toURL().openStream()) {
      JsonNode routes = ConfigText.JSON.readTree(body).path("routes");
      return Stream.iterate(0, i -> i < routes.size(), i -> i + 1)
          .map(i -> routes.get(i).path("remote_id").asText())
          .distinct()
          .count();
    }
  }

  private static void awaitMessage(RunningServer from, RunningServer to) throws Exception {
    try (Connection sender = from.connect();
        Connection receiver = to.connect()) {
      Dispatcher echo =
          receiver.createDispatcher(m -> receiver.publish(m.getReplyTo(), m.getData()));
      echo.subscribe("echo");
      receiver.flush(Duration.ofSeconds(5));
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              sender.request("echo", "hi".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(1))
                  != null);
    }
  }
}
