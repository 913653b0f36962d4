package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.nats.MqttConnection.Arrivals;
import dev.natstoken.operator.nats.MqttConnection.Way;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.probe.ServerProbe;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers let in clients of MQTT with the token as their password, and no other. */
@Tag("nats")
class MqttIT {

  private static final String HOST = "localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Optional<String> TOKEN = Optional.of(GoldenConfigs.TOKEN.value());

  /** Whoever reads the configuration has the hash. */
  private static final List<Optional<String>> WRONG =
      List.of(
          Optional.empty(),
          Optional.of(GoldenConfigs.OTHER_TOKEN.value()),
          Optional.of(GoldenConfigs.HASH.value()));

  private final int port = RunningServer.freePort();
  private final int webSocketPort = RunningServer.freePort();
  private final Way mqtt = Way.plain(HOST, port);

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aClientNeedsTheTokenAsItsPasswordAtEveryPort(Path program) throws Exception {
    try (var server = RunningServer.start(program, folder, texts("one-with-mqtt"));
        var nats = server.connect()) {
      for (Way way : List.of(mqtt, mqtt.overWebSocket(webSocketPort))) {
        for (Optional<String> wrong : WRONG) {
          assertThat(way.isRefused(wrong)).as("%s with %s", way, wrong).isTrue();
        }
        try (MqttConnection client = way.connect("thermometer", TOKEN)) {
          Subscription subscription = nats.subscribe("kitchen.temperature");
          nats.flush(PATIENCE);
          client.publish("kitchen/temperature", "21");
          var message = subscription.nextMessage(PATIENCE);
          assertThat(new String(message.getData(), StandardCharsets.UTF_8)).isEqualTo("21");
          Arrivals arrivals = client.subscribe("kitchen/#");
          nats.publish("kitchen.light", "on".getBytes(StandardCharsets.UTF_8));
          assertThat(arrivals.next()).contains("kitchen/light on");
          subscription.unsubscribe();
        }
      }
    }
    assertThat(log()).contains("authentication error");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerThatTracesAndStoresWritesNoTokenAnywhere(Path program) throws Exception {
    try (var server = RunningServer.start(program, folder, texts("one-with-all-of-mqtt"))) {
      assertThat(server).isNotNull();
      try (MqttConnection client = mqtt.connect("thermometer", TOKEN)) {
        Arrivals arrivals = client.subscribe("kitchen/temperature");
        client.publish("kitchen/temperature", "21");
        assertThat(arrivals.next()).contains("kitchen/temperature 21");
      }
      assertThat(mqtt.isRefused(Optional.of(GoldenConfigs.OTHER_TOKEN.value()))).isTrue();
    }
    assertThat(log()).contains("password=****");
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSizeGreaterThan(10)
          .allSatisfy(file ->
              assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                  .doesNotContain(GoldenConfigs.TOKEN.value(), GoldenConfigs.OTHER_TOKEN.value()));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void withTlsEveryWayInNeedsItAndTheToken(Path program) throws Exception {
    TlsServers.write(folder, TlsServers.AUTHORITY.issue(HOST));
    TrustManagerFactory stranger = new TestAuthority("stranger").trust();
    try (var server = RunningServer.start(program, folder, texts("tls-with-mqtt"))) {
      assertThat(server).isNotNull();
      for (Way plain : List.of(mqtt, mqtt.overWebSocket(webSocketPort))) {
        Way tls = plain.trusting(TlsServers.AUTHORITY.trust());
        tls.connect("thermometer", TOKEN).close();
        for (Optional<String> wrong : WRONG) {
          assertThat(tls.isRefused(wrong)).as("%s with %s", tls, wrong).isTrue();
        }
        assertThatThrownBy(() -> plain.connect("plain", TOKEN))
            .isInstanceOfAny(ConnectionClosedException.class, ConnectionFailedException.class);
        assertThatThrownBy(() -> plain.trusting(stranger).connect("distrusting", TOKEN))
            .isInstanceOf(ConnectionFailedException.class);
      }
    }
  }

  /** In a rotation the status names them to people. */
  @ParameterizedTest
  @MethodSource("programs")
  void theProbeCountsAClientAndKnowsItByItsId(Path program) throws Exception {
    try (var server = RunningServer.start(program, folder, texts("one-with-mqtt"));
        var client = mqtt.connect("thermometer", TOKEN)) {
      assertThat(client).isNotNull();
      var connections = new ServerProbe().connections(server.endpoint()).orElseThrow();
      assertThat(connections.count()).isEqualTo(1);
      assertThat(connections.clients())
          .containsExactly(new ClientConnection("thermometer", "127.0.0.1", "mqtt", ""));
    }
  }

  /** Why the schema asks for a file store. */
  @ParameterizedTest
  @MethodSource("programs")
  void withoutAFileStoreNoClientCouldConnect(Path program) throws Exception {
    GoldenConfigs.Texts texts = texts("one-with-mqtt");
    String inMemory =
        texts
            .natsConf()
            .replaceAll(
                "(?m)^jetstream: .*$",
                "jetstream: {\"max_file_store\":0,\"max_memory_store\":67108864}");
    assertThat(inMemory).isNotEqualTo(texts.natsConf());
    try (var server = RunningServer.start(program, folder, inMemory, texts.routesConf())) {
      assertThat(server).isNotNull();
      assertThatThrownBy(() -> mqtt.connect("thermometer", TOKEN))
          .isInstanceOf(ConnectionClosedException.class);
    }
    assertThat(log()).contains("insufficient storage resources available");
  }

  private GoldenConfigs.Texts texts(String name) {
    return GoldenConfigs.all()
        .get(name)
        .withRoutePort(RunningServer.freePort())
        .withListeners(webSocketPort, port, RunningServer.freePort());
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }
}
