package dev.natstoken.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final String FIRST = "2026-01-02T03:04:05Z";
  private static final String LATER = "2026-01-02T04:00:00Z";

  private final List<Condition> before =
      at(FIRST, List.of()).set(ConditionState.READY_FALSE, Reason.RollingOut, "1 of 3").list();

  @Test
  void theTimeOfATransitionStaysWhileTheStatusStays() {
    List<Condition> after =
        at(LATER, before).set(ConditionState.READY_FALSE, Reason.Proving, "3 of 3").list();
    assertThat(after)
        .singleElement()
        .satisfies(c -> {
          assertThat(c.getLastTransitionTime()).isEqualTo(FIRST);
          assertThat(c.getReason()).isEqualTo("Proving");
          assertThat(c.getMessage()).isEqualTo("3 of 3");
        });
  }

  @Test
  void theTimeOfATransitionChangesWithTheStatus() {
    List<Condition> after =
        at(LATER, before).set(ConditionState.READY_TRUE, Reason.Serving, "").list();
    assertThat(after).extracting(Condition::getLastTransitionTime).containsExactly(LATER);
  }

  @Test
  void theTimeIsInWholeSecondsAsKubernetesWritesIt() {
    List<Condition> list =
        at("2026-01-02T03:04:05.987654Z", List.of())
            .set(ConditionState.READY_TRUE, Reason.Proved, "")
            .list();
    assertThat(list).extracting(Condition::getLastTransitionTime).containsExactly(FIRST);
  }

  @Test
  void thereIsOneConditionOfEachTypeSortedByType() {
    List<Condition> list =
        at(FIRST, before)
            .set(ConditionState.VERIFIED_TRUE, Reason.Proved, "")
            .set(ConditionState.READY_FALSE, Reason.Proved, "")
            .set(ConditionState.RECONCILING, Reason.Proved, "")
            .set(ConditionState.READY_TRUE, Reason.Serving, "")
            .list();
    assertThat(list)
        .extracting(Condition::getType)
        .containsExactly(Conditions.READY, Conditions.RECONCILING, Conditions.VERIFIED);
    assertThat(Conditions.find(list, Conditions.READY))
        .hasValueSatisfying(c -> assertThat(c.getReason()).isEqualTo("Serving"));
  }

  @Test
  void aConditionThatIsNotSetAgainIsGone() {
    assertThat(at(LATER, before).set(ConditionState.VERIFIED_TRUE, Reason.Proved, "").list())
        .extracting(Condition::getType)
        .containsExactly(Conditions.VERIFIED);
  }

  @Test
  void aConditionThatIsKeptIsAsItWasAndOneThatNeverWasIsNotInvented() {
    assertThat(at(LATER, before).keep(Conditions.READY).keep(Conditions.VERIFIED).list())
        .isEqualTo(before);
  }

  @Test
  void onlyAConditionWithStatusTrueIsTrue() {
    assertThat(Conditions.isTrue(before, Conditions.READY)).isFalse();
    assertThat(Conditions.isTrue(before, Conditions.VERIFIED)).isFalse();
    assertThat(
            Conditions.isTrue(
                at(FIRST, List.of()).set(ConditionState.READY_TRUE, Reason.Proved, "").list(),
                Conditions.READY))
        .isTrue();
  }

  private static Conditions at(String time, List<Condition> previous) {
    return new Conditions(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), 1, previous);
  }
}
