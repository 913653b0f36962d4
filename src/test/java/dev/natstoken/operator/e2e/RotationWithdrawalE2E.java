package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.events.EventReason;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A rotation that meets servers that do not start has harmed nobody, and is healed or called off.
 */
@EndToEnd
class RotationWithdrawalE2E {

  private static final int SERVERS = 4;

  /** Both tokens work for a moment only. */
  private static final Map<String, String> SHORT = Map.of("overlap", "1s");

  private static final Map<String, ?> HEALTHY = Map.of("replicas", SERVERS, "rotation", SHORT);

  private static final Map<String, ?> MISSING_IMAGE =
      Map.of("replicas", SERVERS, "rotation", SHORT, "version", "2.15.999");

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void aNewHalfThatNeverGetsReadyPublishesNothing() {
    try (TestServers servers = stuckInSplit()) {
      String former = servers.token();
      servers.requestRotation(null);
      servers.apply(HEALTHY);
      servers.awaitReady(s -> s.rotation() == null);
      assertThat(servers.tokenGeneration()).isEqualTo(1);
      assertThat(servers.token()).isEqualTo(former);
      servers.assertServing(SERVERS);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThat(servers.eventReasons())
                  .contains(EventReason.RotationWithdrawn.name())
                  .doesNotContain(
                      EventReason.TokenChanged.name(), EventReason.RotationFinished.name()));
    }
  }

  @Test
  void aRotationGoesOnWhenTheCauseOfTheFailureIsGone() {
    try (TestServers servers = stuckInSplit()) {
      String former = servers.token();
      servers.apply(HEALTHY);
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      assertThat(servers.token()).isNotEqualTo(former);
      servers.assertServing(SERVERS);
      servers.assertRefused(former);
    }
  }

  /** The uppermost server, the first with the new token, does not start; nobody has noticed. */
  private TestServers stuckInSplit() {
    TestServers servers = new TestServers(operator);
    servers.apply(HEALTHY);
    servers.awaitReady();
    String former = servers.token();
    servers.requestRotation("1");
    servers.awaitStatus(s -> s.rotation() != null && "Split".equals(s.rotation().phase()));
    servers.apply(MISSING_IMAGE);

    assertThat(servers.awaitStalled("PodsFailing").getMessage()).contains("spec.version");
    assertThat(servers.status().rotation().phase()).isEqualTo("Split");
    assertThat(servers.secret(TestServers.TOKEN_SECRET).getData())
        .doesNotContainKey("previous-token");
    assertThat(servers.token()).isEqualTo(former);
    assertThat(servers.tokenGeneration()).isEqualTo(1);
    List<Pod> lower = servers.pods().subList(0, SERVERS / 2);
    lower.forEach(pod -> assertThat(Login.isAccepted(TestServers.host(pod), former)).isTrue());
    return servers;
  }
}
