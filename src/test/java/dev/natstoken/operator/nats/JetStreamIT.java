package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers store as our configuration says, alone and together. */
@Tag("nats")
class JetStreamIT {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerAloneStoresWithoutWaitingForOthersAndKeepsItsLimits(Path program) throws Exception {
    GoldenConfigs.Texts texts = GoldenConfigs.all().get("one-that-stores");
    try (var server = RunningServer.start(program, folder, texts);
        var client = server.connect()) {
      addStream(client, "orders", StorageType.File, 1, 8L << 20);
      client.jetStream().publish("orders", HELLO);
      assertThatThrownBy(() -> addStream(client, "more", StorageType.File, 1, 8L << 20))
          .isInstanceOf(JetStreamApiException.class)
          .hasMessageContaining("insufficient storage");
      assertThatThrownBy(() -> addStream(client, "more", StorageType.Memory, 1, 8L << 20))
          .isInstanceOf(JetStreamApiException.class)
          .hasMessageContaining("insufficient memory");
    }
    try (var server = RunningServer.start(program, folder, texts);
        var client = server.connect()) {
      assertThat(messages(client)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void withoutAFileStoreNothingIsStoredOnDisk(Path program) throws Exception {
    GoldenConfigs.Texts texts =
        GoldenConfigs.texts(GoldenConfigs.storing(GoldenConfigs.jetstream(1 << 20, 0), 1), 1);
    try (var server = RunningServer.start(program, folder, texts);
        var client = server.connect()) {
      addStream(client, "orders", StorageType.Memory, 1, 1000);
      assertThatThrownBy(() -> addStream(client, "more", StorageType.File, 1, 1000))
          .isInstanceOf(JetStreamApiException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aServerForcesToDiskAsOftenAsItIsTold(Path program) throws Exception {
    try (var server = start(program, "one-that-syncs-always")) {
      assertThat(server.page("/jsz").at("/config/sync_always").booleanValue()).isTrue();
    }
    try (var server = start(program, "one-that-syncs-often")) {
      JsonNode config = server.page("/jsz").path("config");
      assertThat(config.path("sync_always").booleanValue()).isFalse();
      assertThat(config.path("sync_interval").longValue())
          .isEqualTo(Duration.ofSeconds(1).toNanos());
    }
  }

  private RunningServer start(Path program, String name) {
    return RunningServer.start(program, folder.resolve(name), GoldenConfigs.all().get(name));
  }

  /** What the startup probe of a pod waits for. */
  @ParameterizedTest
  @MethodSource("programs")
  void aServerThatComesBackIsHealthyOnlyWhenItsReplicaIsCurrent(Path program) throws Exception {
    List<Integer> ports =
        List.of(RunningServer.freePort(), RunningServer.freePort(), RunningServer.freePort());
    List<RunningServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        servers.add(member(program, i, ports));
      }
      servers.forEach(JetStreamIT::awaitHealthy);
      try (var client = servers.get(0).connect()) {
        addStream(client, "orders", StorageType.File, 3, 100L << 20);
        client.jetStream().publish("orders", HELLO);
        servers.get(2).close();
        Awaitility.await("another leader, if that was it")
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(() -> client.jetStream().publish("orders", HELLO) != null);
        for (int i = 1; i < 5000; i++) {
          client.jetStream().publish("orders", HELLO);
        }
        servers.set(2, member(program, 2, ports));
        // At first it does not know what it lacks.
        Awaitility.await("healthy")
            .atMost(Duration.ofSeconds(30))
            .during(Duration.ofSeconds(2))
            .until(servers.get(2)::isHealthy);
        var replicas = client.jetStreamManagement().getStreamInfo("orders").getClusterInfo();
        assertThat(replicas.getReplicas()).allMatch(r -> r.isCurrent());
        assertThat(messages(client)).isGreaterThanOrEqualTo(5001);
      }
    } finally {
      for (RunningServer server : servers) {
        server.close();
      }
    }
  }

  /** Why one server with JetStream has no cluster block. */
  @Test
  void aClusterOfOneWouldNeverStore() throws Exception {
    List<Integer> ports = List.of(RunningServer.freePort());
    try (var server = member(RunningServer.programs().get(0), 0, ports)) {
      Awaitility.await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(6))
          .until(() -> !server.isHealthy());
    }
  }

  private RunningServer member(Path program, int index, List<Integer> ports) {
    GoldenConfigs.Texts golden =
        GoldenConfigs.texts(
            GoldenConfigs.storing(GoldenConfigs.jetstream(0, 1L << 30), 3), ports.size());
    return RunningServer.startAmongOthers(
        program, folder.resolve("server-" + index), golden.amongOthers(index, ports));
  }

  private static void awaitHealthy(RunningServer server) {
    Awaitility.await("healthy").atMost(Duration.ofSeconds(30)).until(server::isHealthy);
  }

  private static void addStream(
      Connection client, String name, StorageType storage, int replicas, long bytes)
      throws Exception {
    JetStreamManagement management = client.jetStreamManagement();
    management.addStream(
        StreamConfiguration.builder()
            .name(name)
            .subjects(name)
            .storageType(storage)
            .replicas(replicas)
            .maxBytes(bytes)
            .build());
  }

  private static long messages(Connection client) throws Exception {
    return client.jetStreamManagement().getStreamInfo("orders").getStreamState().getMsgCount();
  }
}
