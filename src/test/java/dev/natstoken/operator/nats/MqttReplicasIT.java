package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.InThread;
import dev.natstoken.operator.nats.MqttConnection.Way;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of MQTT have while one of the servers is away. */
@Tag("nats")
class MqttReplicasIT {

  private static final Path PROGRAM = RunningServer.programs().get(0);
  private static final Optional<String> TOKEN = Optional.of(GoldenConfigs.TOKEN.value());
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than nats-server takes to elect another leader. */
  private static final long SECONDS = 15;

  @TempDir Path folder;

  @Test
  void threeServersServeThemWithoutOne() throws Exception {
    try (Group group = new Group(3)) {
      group.awaitServing();
      group.stopLast();
      group.awaitServing();
    }
  }

  @Test
  void ofTwoServersNeitherServesThemAlone() throws Exception {
    try (Group group = new Group(2)) {
      group.awaitServing();
      group.stopLast();
      assertThat(group.serves()).isFalse();
      group.startLast();
      group.awaitServing();
    }
  }

  /** Servers that keep the streams of MQTT together, each with a copy. */
  private final class Group implements AutoCloseable {

    private final List<Integer> routes;
    private final List<Integer> listeners;
    private final List<RunningServer> servers = new ArrayList<>();

    private Group(int size) {
      routes = IntStream.range(0, size).mapToObj(i -> RunningServer.freePort()).toList();
      listeners = IntStream.range(0, size).mapToObj(i -> RunningServer.freePort()).toList();
      IntStream.range(0, size).forEach(i -> start());
    }

    private void start() {
      int index = servers.size();
      GoldenConfigs.Texts texts =
          GoldenConfigs.mqtt(routes.size())
              .amongOthers(index, routes)
              .withListeners(
                  RunningServer.freePort(), listeners.get(index), RunningServer.freePort());
      servers.add(
          RunningServer.startAmongOthers(PROGRAM, folder.resolve("server-" + index), texts));
    }

    void stopLast() throws Exception {
      servers.remove(servers.size() - 1).close();
    }

    void startLast() {
      start();
    }

    void awaitServing() {
      Awaitility.await("MQTT at the first server").atMost(PATIENCE).until(this::serves);
    }

    /** Whether the first one lets in a client and stores its message, which MQTT calls QoS 1. */
    boolean serves() throws InterruptedException {
      CompletableFuture<Void> attempt = InThread.run(this::store);
      try {
        attempt.get(SECONDS, TimeUnit.SECONDS);
        return true;
      } catch (ExecutionException | TimeoutException e) {
        return false;
      }
    }

    private void store() {
      try (MqttConnection client =
          Way.plain("localhost", listeners.get(0)).connect("thermometer", TOKEN)) {
        client.publish("kitchen/temperature", "21");
      }
    }

    @Override
    public void close() throws Exception {
      for (RunningServer server : servers) {
        server.close();
      }
    }
  }
}
