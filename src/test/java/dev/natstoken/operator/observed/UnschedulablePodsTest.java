package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnschedulablePodsTest {

  static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aPodWithoutANodeForMinutesIsAProblemWithTheWordsOfTheScheduler() {
    assertThat(
            UnschedulablePods.in(
                List.of(pod("False", null)), SINCE.plus(UnschedulablePods.PATIENCE).plusSeconds(1)))
        .hasValueSatisfying(p -> {
          assertThat(p.reason()).isEqualTo(Reason.PodsUnschedulable);
          assertThat(p.message()).contains("orders-nats-0", "0/3 nodes are available");
        });
  }

  @Test
  void aNodeMayTakeItsTimeToCome() {
    List<Pod> waiting = List.of(pod("False", null));
    assertThat(UnschedulablePods.in(waiting, SINCE.plus(Duration.ofMinutes(6)))).isEmpty();
    assertThat(UnschedulablePods.waiting(waiting))
        .hasValueSatisfying(
            s -> assertThat(s).contains("Pod orders-nats-0", "Insufficient memory", "on its way"));
  }

  @Test
  void aPodThatHasANodeOrIsAboutToGoIsNoProblem() {
    List<Pod> pods = List.of(pod("True", null), pod("False", "2026-01-02T03:05:05Z"));
    assertThat(UnschedulablePods.in(pods, SINCE.plus(Duration.ofHours(1)))).isEmpty();
    assertThat(UnschedulablePods.waiting(pods)).isEmpty();
  }

  static Pod pod(String scheduled, String deletion) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-nats-0")
        .withDeletionTimestamp(deletion)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus(scheduled)
        .withReason("Unschedulable")
        .withMessage("0/3 nodes are available: 3 Insufficient memory.")
        .withLastTransitionTime(SINCE.toString())
        .endCondition()
        .endStatus()
        .build();
  }
}
