package dev.natstoken.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

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
      at(FIRST, List.of()).set(Conditions.READY, "False", "RollingOut", "1 of 3").list();

  @Test
  void theTimeOfATransitionStaysWhileTheStatusStays() {
    List<Condition> after =
        at(LATER, before).set(Conditions.READY, "False", "Proving", "3 of 3").list();
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
    List<Condition> after = at(LATER, before).set(Conditions.READY, "True", "Serving", "").list();
    assertThat(after).extracting(Condition::getLastTransitionTime).containsExactly(LATER);
  }

  @Test
  void theTimeIsInWholeSecondsAsKubernetesWritesIt() {
    List<Condition> list =
        at("2026-01-02T03:04:05.987654Z", List.of()).set(Conditions.READY, "True", "a", "").list();
    assertThat(list).extracting(Condition::getLastTransitionTime).containsExactly(FIRST);
  }

  @Test
  void thereIsOneConditionOfEachTypeSortedByType() {
    List<Condition> list =
        at(FIRST, before)
            .set(Conditions.VERIFIED, "True", "a", "")
            .set(Conditions.READY, "False", "a", "")
            .set(Conditions.RECONCILING, "True", "a", "")
            .set(Conditions.READY, "True", "b", "")
            .list();
    assertThat(list)
        .extracting(Condition::getType)
        .containsExactly(Conditions.READY, Conditions.RECONCILING, Conditions.VERIFIED);
    assertThat(Conditions.find(list, Conditions.READY))
        .hasValueSatisfying(c -> assertThat(c.getReason()).isEqualTo("b"));
  }

  @Test
  void aConditionThatIsNotSetAgainIsGone() {
    assertThat(at(LATER, before).set(Conditions.VERIFIED, "True", "a", "").list())
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
                at(FIRST, List.of()).set(Conditions.READY, "True", "a", "").list(),
                Conditions.READY))
        .isTrue();
  }

  private static Conditions at(String time, List<Condition> previous) {
    return new Conditions(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), 1, previous);
  }
}
