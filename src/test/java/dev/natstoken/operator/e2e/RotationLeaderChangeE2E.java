package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.events.EventReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two operators, and the one that leads dies in every step of a rotation. */
@EndToEnd
@Isolated("It ends the operator that leads.")
class RotationLeaderChangeE2E {

  private static final int SERVERS = 3;

  /** Longer than the lease of a dead leader. */
  private static final String OVERLAP = "30s";

  private final InstalledOperator operator = InstalledOperator.get();

  @AfterEach
  void oneOperator() {
    operator.scale(1);
  }

  @Test
  void theNextLeaderGoesOnWhereTheDeadOneWas() {
    operator.scale(2);
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", SERVERS, "rotation", Map.of("overlap", OVERLAP)));
      servers.awaitReady();
      String former = servers.token();
      servers.requestRotation("1");
      for (String phase : List.of("Split", "Overlap", "Finish")) {
        servers.awaitStatus(s -> s.rotation() != null && phase.equals(s.rotation().phase()));
        killLeader();
      }
      servers.awaitReady(s -> s.rotation() == null);
      assertThat(servers.tokenGeneration()).isEqualTo(2);
      assertThat(servers.token()).isNotEqualTo(former);
      servers.assertServing(SERVERS);
      servers.assertRefused(former);
      assertThat(servers.eventReasons())
          .contains(EventReason.RotationFinished.name())
          .doesNotContain(EventReason.RotationWithdrawn.name());
    }
  }

  private void killLeader() {
    operator.awaitAvailable();
    String dead = operator.leader();
    operator.kill(dead);
    Awaitility.await("another leader")
        .atMost(Duration.ofMinutes(1))
        .until(() -> !dead.equals(operator.leader()));
  }
}
