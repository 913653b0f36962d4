package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers let in the token and nobody else at every port that clients may use. */
@Tag("nats")
class ListenersIT {

  private final int websocketPort = RunningServer.freePort();
  private final int leafNodesPort = RunningServer.freePort();
  private final GoldenConfigs.Texts texts =
      GoldenConfigs.all()
          .get("listeners-by-default")
          .withRoutePort(RunningServer.freePort())
          .withListeners(websocketPort, RunningServer.freePort(), leafNodesPort);

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aWebSocketClientNeedsTheToken(Path program) throws Exception {
    try (var server = RunningServer.start(program, folder, texts);
        Connection connection = overWebSocket(Optional.of(GoldenConfigs.TOKEN.value()))) {
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertThat(connection.RTT()).isPositive();
      assertThatThrownBy(() -> overWebSocket(Optional.of(GoldenConfigs.OTHER_TOKEN.value())))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> overWebSocket(Optional.empty())).isInstanceOf(IOException.class);
      assertThat(log(folder)).contains("authentication error");
    }
  }

  private Connection overWebSocket(Optional<String> token) throws Exception {
    Options.Builder options =
        Options.builder()
            .server("ws://127.0.0.1:" + websocketPort)
            .connectionTimeout(Duration.ofSeconds(2))
            .noReconnect()
            .errorListener(new ErrorListener() {});
    token.ifPresent(t -> options.token(t.toCharArray()));
    return Nats.connect(options.build());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aLeafNodeNeedsTheToken(Path program) throws Exception {
    try (var hub = RunningServer.start(program, folder.resolve("hub"), texts)) {
      assertThat(leafs(hub)).isZero();
      try (var right = leaf(program, "right", GoldenConfigs.TOKEN.value() + "@")) {
        Awaitility.await("the leaf node joins")
            .atMost(Duration.ofSeconds(10))
            .until(() -> leafs(hub) == 1);
      }
      for (String userInfo : List.of(GoldenConfigs.OTHER_TOKEN.value() + "@", "")) {
        String name = userInfo.isEmpty() ? "none" : "wrong";
        try (var refused = leaf(program, name, userInfo)) {
          Awaitility.await("the leaf node is refused")
              .atMost(Duration.ofSeconds(10))
              .until(() -> log(folder.resolve(name)).contains("Authorization Violation"));
          assertThat(leafs(hub)).isZero();
        }
      }
    }
  }

  private RunningServer leaf(Path program, String name, String userInfo) {
    String remote = "nats-leaf://" + userInfo + "127.0.0.1:" + leafNodesPort;
    return RunningServer.start(
        program,
        folder.resolve(name),
        new GoldenConfigs.Texts("leafnodes: {\"remotes\":[{\"url\":\"" + remote + "\"}]}\n", ""));
  }

  private static int leafs(RunningServer server) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.endpoint().monitorPort() + "/leafz");
    try (var body = uri.toURL().openStream()) {
      return ConfigText.JSON.readTree(body).path("leafnodes").asInt();
    }
  }

  private static String log(Path folder) throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }
}
