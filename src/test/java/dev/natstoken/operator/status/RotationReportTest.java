package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static dev.natstoken.operator.status.Situations.at;
import static dev.natstoken.operator.status.Situations.condition;
import static dev.natstoken.operator.status.Situations.resource;
import static dev.natstoken.operator.status.Situations.states;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.Straggler;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.rotation.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status says of a rotation. */
class RotationReportTest {

  @Test
  void aRotationLeavesReadyAsLongAsThePublishedTokenGetsIn() {
    for (Phase phase : Phase.values()) {
      NatsTokenAuthStatus serving = fresh(Situations.rotating(phase, true, false));
      assertThat(condition(serving, "Ready").getStatus()).isEqualTo("True");
      assertThat(condition(serving, "Ready").getReason()).isEqualTo(phase.name());
      NatsTokenAuthStatus away = fresh(Situations.rotating(phase, false, false));
      assertThat(condition(away, "Ready").getStatus()).isEqualTo("False");
    }
  }

  @Test
  void anOverlapThatOnlyWaitsIsNotInProgressAndEveryOtherPhaseIs() {
    for (Phase phase : Phase.values()) {
      NatsTokenAuthStatus status = fresh(Situations.rotating(phase, true, true));
      assertThat(states(status).containsKey("Reconciling")).isEqualTo(phase != Phase.Overlap);
    }
  }

  @Test
  void aRotationTellsFromWhereToWhereAndWhoIsLate() {
    var rotation = fresh(Situations.rotating(Phase.Overlap, true, true)).rotation();
    assertThat(rotation)
        .isEqualTo(
            new RotationStatus(
                "Overlap",
                "Requested",
                1L,
                2L,
                "2026-01-02T03:04:05Z",
                "2026-01-02T04:04:05Z",
                1,
                List.of(new Straggler("billing", "shop", "billing-1", "10.0.0.9", "go", null))));
  }

  @Test
  void theBeginningOfARotationStaysAndItsEndLeavesNothing() {
    NatsTokenAuthStatus split = fresh(Situations.rotating(Phase.Split, true, false));
    NatsTokenAuthStatus overlap =
        at(LATER).report(resource(1, split), Situations.rotating(Phase.Overlap, true, true));
    assertThat(overlap.rotation().startedAt()).isEqualTo(split.rotation().startedAt());
    assertThat(at(LATER).report(resource(1, overlap), Situations.DONE).rotation()).isNull();
  }

  private static NatsTokenAuthStatus fresh(Observation seen) {
    return at(START).report(resource(1, null), seen);
  }
}
