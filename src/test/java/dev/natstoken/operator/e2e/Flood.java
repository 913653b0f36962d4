package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.clients.Crowd;
import dev.natstoken.operator.clients.Place;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server with the former token dies while both tokens work, and all its clients come to the one
 * that is left. The servers pay bcrypt for each try of each of them.
 *
 * @param cost of bcrypt
 * @param limit how long is waited for all to be connected
 */
public record Flood(int cost, Duration limit) {

  public static final int CONNECTIONS = 200;

  private static final int SERVERS = 3;

  /** Seconds; the default of nats.go. */
  private static final int TIMEOUT = 2;

  /**
   * What came of it.
   *
   * @param cut connections of the server that died
   * @param out connections that were not back in time
   * @param back how long the others took
   */
  public record Outcome(int cut, int out, Duration back) {}

  public Outcome at(InstalledOperator operator, Path folder) throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of(
              "replicas", SERVERS,
              "token", Map.of("bcryptCost", cost),
              "rotation", Map.of("overlap", "1h")));
      servers.awaitReady();
      Path former =
          SecretFolder.write(folder.resolve("former"), servers.secret(TestServers.TOKEN_SECRET));
      Place place = Place.inCluster(servers.dnsAddress(), servers.namespace(), folder);
      servers.requestRotation("1");
      servers.awaitStatus(s -> s.rotation() != null && s.rotation().overlapEndsAt() != null);
      try (Crowd crowd = Crowd.connect(place, former, CONNECTIONS, TIMEOUT)) {
        return kill(operator, servers.pods().get(1), crowd);
      }
    }
  }

  private Outcome kill(InstalledOperator operator, Pod dying, Crowd crowd) {
    int cut = 0;
    try {
      await(crowd, 0);
      cut = crowd.reset().servers().getOrDefault(TestServers.host(dying), 0);
      assertThat(cut).as("connections of the server that dies").isPositive();
      operator.client().pods().resource(dying).withGracePeriod(0).delete();
      await(crowd, cut);
      return new Outcome(cut, 0, Duration.ofMillis(crowd.state().backAfterMillis()));
    } catch (ConditionTimeoutException e) {
      return new Outcome(cut, CONNECTIONS - crowd.state().connected(), limit);
    }
  }

  private void await(Crowd crowd, int cut) {
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
