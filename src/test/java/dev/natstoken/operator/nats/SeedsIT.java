package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers find each other, whatever the size of the set was when they got their seeds. */
@Tag("nats")
class SeedsIT {

  /** With one seed, and with three. */
  private static final String ONE = "defaults";

  private static final String THREE = "three-servers";

  private final List<Integer> ports =
      List.of(
          RunningServer.freePort(),
          RunningServer.freePort(),
          RunningServer.freePort(),
          RunningServer.freePort());
  private final Map<Integer, RunningServer> running = new LinkedHashMap<>();

  @TempDir Path folder;

  static List<Path> programs() {
    return RunningServer.programs();
  }

  @AfterEach
  void stopAll() throws Exception {
    for (int server : List.copyOf(running.keySet())) {
      stop(server);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void serversThatAreAddedWithTheSeedsOfASingleOneFindAll(Path program) throws Exception {
    start(program, 0, ONE);
    try (Connection client = running.get(0).connect()) {
      join(program, ONE, 3, 2, 1);
      assertThat(client.getStatistics().getReconnects()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theyFindEachOtherAgainWhenAllRestart(Path program) {
    join(program, ONE, 3, 2, 1, 0);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theyFindTheOneOnWhichAllDependWhenItComesBack(Path program) throws Exception {
    join(program, ONE, 0, 1, 2);
    stop(0);
    awaitFullMesh();
    join(program, ONE, 0);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void oneThatRestartsWithMoreSeedsIsFoundByThoseWithFewer(Path program) throws Exception {
    List.of(0, 1, 2).forEach(server -> start(program, server, ONE));
    stop(2);
    stop(0);
    join(program, THREE, 2);
    join(program, ONE, 0);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void oneThatIsLeftOfThreeServesOn(Path program) throws Exception {
    join(program, THREE, 0, 1, 2);
    try (Connection client = running.get(0).connect()) {
      stop(2);
      stop(1);
      awaitFullMesh();
      assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertThat(client.getStatistics().getReconnects()).isZero();
    }
  }

  /** Starts these in this order, and waits until all that run have found each other. */
  private void join(Path program, String config, int... servers) {
    for (int server : servers) {
      start(program, server, config);
    }
    awaitFullMesh();
  }

  private void start(Path program, int server, String config) {
    GoldenConfigs.Texts texts = GoldenConfigs.all().get(config).amongOthers(server, ports);
    running.put(server, RunningServer.start(program, folder.resolve("server-" + server), texts));
  }

  private void stop(int server) throws Exception {
    running.remove(server).close();
  }

  private void awaitFullMesh() {
    Awaitility.await("each of " + running.keySet() + " has routes to all others")
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          for (int server : running.keySet()) {
            if (others(server) != running.size() - 1) {
              return false;
            }
          }
          return true;
        });
  }

  private long others(int server) throws IOException {
    List<String> others = new ArrayList<>();
    for (JsonNode route : running.get(server).page("/routez").path("routes")) {
      others.add(route.path("remote_id").asText());
    }
    return others.stream().distinct().count();
  }
}
