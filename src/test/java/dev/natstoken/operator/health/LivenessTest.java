package dev.natstoken.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void aProgramThatDoesNothingLives() {
    assertThat(Liveness.of(Map.of(), Map.of(), NOW)).isEqualTo(Answer.ok("ok\n"));
  }

  @Test
  void aReconciliationMayTakeMinutes() {
    assertThat(Liveness.of(Map.of("shop/orders", ago(Duration.ofMinutes(9))), Map.of(), NOW))
        .isEqualTo(Answer.ok("ok\n"));
  }

  @Test
  void aReconciliationThatHangsIsNamed() {
    assertThat(
            Liveness.of(
                Map.of(
                    "shop/orders", ago(Liveness.LONGEST_RECONCILIATION),
                    "shop/stock", ago(Duration.ofSeconds(1))),
                Map.of(),
                NOW))
        .isEqualTo(
            Answer.unavailable(
                "stuck:\nreconciliation of shop/orders since 2026-11-26T11:50:00Z\n"));
  }

  @Test
  void aWatchMayEndForAWhile() {
    assertThat(Liveness.of(Map.of(), Map.of("Pod in shop", ago(Duration.ofMinutes(2))), NOW))
        .isEqualTo(Answer.ok("ok\n"));
  }

  @Test
  void aDeadWatchIsNamed() {
    assertThat(
            Liveness.of(Map.of(), Map.of("Pod in shop", ago(Liveness.LONGEST_WITHOUT_WATCH)), NOW))
        .isEqualTo(
            Answer.unavailable("stuck:\nno watch of Pod in shop since 2026-11-26T11:57:00Z\n"));
  }

  private static Instant ago(Duration age) {
    return NOW.minus(age);
  }
}
