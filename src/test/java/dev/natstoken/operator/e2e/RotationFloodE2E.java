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

  /** Seconds; more than the servers of a small, busy machine need for all of them at cost 11. */
  private static final int PATIENT = 180;

  /** Seconds; the default of nats.go. */
  private static final int HASTY = 2;

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LIMIT_WITHOUT_PROMISE = Duration.ofMinutes(1);

  private final InstalledOperator operator = InstalledOperator.get();
  private final StringJoiner table = new StringJoiner("\n");

  @Test
  void hundredsOfClientsOfADeadServerComeBack(@TempDir Path folder) throws IOException {
    table.add(
        "| bcrypt cost | authTimeout | connection timeout | connections | cut | all back after |");
    table.add("|---|---|---|---|---|---|");
    try {
      flood(4, "5s", folder);
      flood(11, "60s", folder);
    } finally {
      System.out.println(table);
    }
  }

  private void flood(int cost, String authTimeout, Path folder) throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of(
              "replicas",
              SERVERS,
              "token",
              Map.of("bcryptCost", cost),
              "authTimeout",
              authTimeout,
              "rotation",
              Map.of("overlap", "1h")));
      servers.awaitReady();
      Path former =
          SecretFolder.write(
              folder.resolve("former-" + cost), servers.secret(TestServers.TOKEN_SECRET));
      Place place = Place.inCluster(servers.dnsAddress(), servers.namespace(), folder);
      try (Crowd patient = Crowd.connect(place, former, CONNECTIONS, PATIENT)) {
        servers.requestRotation("1");
        servers.awaitStatus(s -> s.rotation() != null && s.rotation().overlapEndsAt() != null);
        killOne(servers, patient, cost, PATIENT);
      }
      servers.awaitReady();
      try (Crowd hasty = Crowd.connect(place, former, CONNECTIONS, HASTY)) {
        killOne(servers, hasty, cost, HASTY);
      }
      assertThat(servers.status().rotation().phase()).isEqualTo("Overlap");
    }
  }

  private void killOne(TestServers servers, Crowd crowd, int cost, int timeout) {
    await(crowd, 0, LIMIT);
    Pod dying = servers.pods().get(1);
    int cut = crowd.reset().servers().get(TestServers.host(dying));
    assertThat(cut).as("connections of the server that dies").isGreaterThan(CONNECTIONS / 4);
    operator.client().pods().resource(dying).withGracePeriod(0).delete();
    String result;
    try {
      await(crowd, cut, promised(cost, timeout) ? LIMIT : LIMIT_WITHOUT_PROMISE);
      result = "%.1f s".formatted(crowd.state().backAfterMillis() / 1000.0);
    } catch (ConditionTimeoutException e) {
      if (promised(cost, timeout)) {
        throw e;
      }
      result =
          "%d still out after %d s"
              .formatted(
                  CONNECTIONS - crowd.state().connected(), LIMIT_WITHOUT_PROMISE.toSeconds());
    }
    table.add(
        "| %d | %s | %d s | %d | %d | %s |"
            .formatted(
                cost, servers.get().getSpec().authTimeout(), timeout, CONNECTIONS, cut, result));
  }

  /**
   * Where a login costs much, servers with many at once let in none of them in time, and those that
   * gave up come again while the servers still work for them.
   */
  private static boolean promised(int cost, int timeout) {
    return cost == 4 || timeout == PATIENT;
  }

  private static void await(Crowd crowd, int cut, Duration limit) {
    Awaitility.await("all are connected")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              Crowd.State state = crowd.state();
              assertThat(state.cut()).isGreaterThanOrEqualTo(cut);
              assertThat(state.connected()).isEqualTo(CONNECTIONS);
            });
  }
}
