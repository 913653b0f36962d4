package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnschedulablePodsTest {

  static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aPodWithoutANodeForMinutesIsAProblemWithTheWordsOfTheScheduler() {
    assertThat(UnschedulablePods.in(List.of(pod("False", null)), SINCE.plusSeconds(121)))
        .hasValueSatisfying(p -> {
          assertThat(p.reason()).isEqualTo(Reason.PodsUnschedulable);
          assertThat(p.message()).contains("orders-nats-0", "0/3 nodes are available");
        });
  }

  @Test
  void aNodeMayTakeItsTimeToCome() {
    assertThat(UnschedulablePods.in(List.of(pod("False", null)), SINCE.plusSeconds(119))).isEmpty();
  }

  @Test
  void aPodThatHasANodeOrIsAboutToGoIsNoProblem() {
    List<Pod> pods = List.of(pod("True", null), pod("False", "2026-01-02T03:05:05Z"));
    assertThat(UnschedulablePods.in(pods, SINCE.plusSeconds(999))).isEmpty();
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
