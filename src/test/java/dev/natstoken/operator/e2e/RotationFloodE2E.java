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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A server with the former token dies while both tokens work, and all its clients come to the one
 * that is left. The servers pay bcrypt for each try of each of them.
 */
@EndToEnd
@Isolated("Its flood takes the processors that the others need.")
class RotationFloodE2E {

  private static final int SERVERS = 3;
  private static final int CONNECTIONS = 200;

  /** Seconds; the default of nats.go. */
  private static final int TIMEOUT = 2;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void hundredsOfClientsOfADeadServerComeBack(@TempDir Path folder, TestReporter reporter)
      throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", SERVERS, "rotation", Map.of("overlap", "1h")));
      servers.awaitReady();
      Path former =
          SecretFolder.write(folder.resolve("former"), servers.secret(TestServers.TOKEN_SECRET));
      Place place = Place.inCluster(servers.dnsAddress(), servers.namespace(), folder);
      servers.requestRotation("1");
      servers.awaitStatus(s -> s.rotation() != null && s.rotation().overlapEndsAt() != null);
      try (Crowd crowd = Crowd.connect(place, former, CONNECTIONS, TIMEOUT)) {
        await(crowd, 0);
        Pod dying = servers.pods().get(1);
        int cut = crowd.reset().servers().getOrDefault(TestServers.host(dying), 0);
        assertThat(cut).as("connections of the server that dies").isPositive();
        operator.client().pods().resource(dying).withGracePeriod(0).delete();
        await(crowd, cut);
        reporter.publishEntry("all back after ms", Long.toString(crowd.state().backAfterMillis()));
      }
    }
  }

  private static void await(Crowd crowd, int cut) {
    Awaitility.await("all are connected")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          Crowd.State state = crowd.state();
          assertThat(state.cut()).isGreaterThanOrEqualTo(cut);
          assertThat(state.connected()).isEqualTo(CONNECTIONS);
        });
  }
}
