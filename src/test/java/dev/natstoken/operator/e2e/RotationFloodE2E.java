package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.clients.Crowd;
import dev.natstoken.operator.clients.Place;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with the former token dies while both tokens work, and all its clients come to the one
 * that is left. The servers pay bcrypt for each try of each of them.
 */
@Tag("e2e")
class RotationFloodE2E {

  private static final int SERVERS = 3;
  private static final int CONNECTIONS = 200;

  /** Seconds; the default of nats.go. */
  private static final int TIMEOUT = 2;

  /** The cost of a generated token, with which all must come back. */
  private static final int LOW = 4;

  private static final int HIGH = 11;

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT_WITHOUT_PROMISE = Duration.ofMinutes(1);

  private final InstalledOperator operator = InstalledOperator.get();
  private final StringJoiner table = new StringJoiner("\n");

  @Test
  void hundredsOfClientsOfADeadServerComeBack(@TempDir Path folder) throws IOException {
    table.add("| bcrypt cost | connections | cut | all back after |");
    table.add("|---|---|---|---|");
    try {
      flood(LOW, folder);
      flood(HIGH, folder);
    } finally {
      System.out.println(table);
    }
  }

  private void flood(int cost, Path folder) throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of(
              "replicas",
              SERVERS,
              "token",
              Map.of("bcryptCost", cost),
              "rotation",
              Map.of("overlap", "1h")));
      servers.awaitReady();
      Path former =
          SecretFolder.write(
              folder.resolve("former-" + cost), servers.secret(TestServers.TOKEN_SECRET));
      Place place = Place.inCluster(servers.dnsAddress(), servers.namespace(), folder);
      servers.requestRotation("1");
      servers.awaitStatus(s -> s.rotation() != null && s.rotation().overlapEndsAt() != null);
      try (Crowd crowd = Crowd.connect(place, former, CONNECTIONS, TIMEOUT)) {
        killOne(servers, crowd, cost);
      }
    }
  }

  /**
   * Where a login costs much, servers with many at once let in none of them in time, and those that
   * gave up come again while the servers still work for them: that is told, and not asserted.
   */
  private void killOne(TestServers servers, Crowd crowd, int cost) {
    Duration limit = cost == LOW ? LIMIT : LIMIT_WITHOUT_PROMISE;
    String cut = "-";
    String result;
    try {
      await(crowd, 0, limit);
      Pod dying = servers.pods().get(1);
      int before = crowd.reset().servers().getOrDefault(TestServers.host(dying), 0);
      assertThat(before).as("connections of the server that dies").isPositive();
      cut = Integer.toString(before);
      operator.client().pods().resource(dying).withGracePeriod(0).delete();
      await(crowd, before, limit);
      result = "%.1f s".formatted(crowd.state().backAfterMillis() / 1000.0);
    } catch (ConditionTimeoutException e) {
      if (cost == LOW) {
        throw e;
      }
      int out = CONNECTIONS - crowd.state().connected();
      result = "%d out after %d s".formatted(out, limit.toSeconds());
    }
    table.add("| %d | %d | %s | %s |".formatted(cost, CONNECTIONS, cut, result));
  }

  private static void await(Crowd crowd, int cut, Duration limit) {
    Awaitility.await("all are connected")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          Crowd.State state = crowd.state();
          assertThat(state.cut()).isGreaterThanOrEqualTo(cut);
          assertThat(state.connected()).isEqualTo(CONNECTIONS);
        });
  }
}
