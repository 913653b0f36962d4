package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NOW;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OverlapRulesTest {

  private static final OptionalInt NOBODY = OptionalInt.of(0);
  private static final OptionalInt SOMEBODY = OptionalInt.of(1);
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  @Test
  void itsTimeEndsItWhoeverIsConnected() {
    assertThat(isOver(Given.OVERLAP, SOMEBODY)).isTrue();
    assertThat(isOver(Given.OVERLAP.minusSeconds(1), SOMEBODY)).isFalse();
  }

  @Test
  void theUserEndsItBySettingItToNothing() {
    assertThat(
            OverlapRules.isOver(
                overlapping(2, Duration.ZERO), Given.withoutOverlap(wish(4)), SOMEBODY, NOW))
        .isTrue();
  }

  @Test
  void nobodyConnectedEndsItAfterTheKubeletsHadTheirTime() {
    assertThat(isOver(OverlapRules.SHORTEST, NOBODY)).isTrue();
    assertThat(isOver(OverlapRules.SHORTEST.minusSeconds(1), NOBODY)).isFalse();
    assertThat(isOver(OverlapRules.SHORTEST, SOMEBODY)).isFalse();
  }

  @Test
  void onlyTimeEndsItWhileTheServersDoNotSayWhoIsConnected() {
    assertThat(isOver(OverlapRules.SHORTEST, UNKNOWN)).isFalse();
    assertThat(isOver(Given.OVERLAP, UNKNOWN)).isTrue();
  }

  @Test
  void whatHasNotStartedIsNotOver() {
    assertThat(OverlapRules.isOver(Given.edited(), Given.withoutOverlap(wish(4)), NOBODY, NOW))
        .isFalse();
    assertThat(OverlapRules.isOver(Given.pending(), wish(4), NOBODY, NOW)).isFalse();
  }

  @Test
  void theSecondServerStaysUntilTheSecretWithTheFirstHasReachedEverybody() {
    assertThat(stays(Given.surging(), OverlapRules.SHORTEST.minusSeconds(1))).isTrue();
    assertThat(stays(Given.surging(), OverlapRules.SHORTEST)).isFalse();
    assertThat(stays(wish(1), Duration.ZERO)).as("without a second one").isFalse();
    assertThat(stays(wish(2), Duration.ZERO)).as("of two").isFalse();
  }

  @Test
  void itStaysForNoLeakAndNoLongerThanAnOverlap() {
    Instant now = NOW;
    assertThat(
            OverlapRules.secondStays(
                Given.published(Given.OLD),
                Given.withoutOverlap(Given.surging()),
                Optional.of(now),
                now))
        .isFalse();
    assertThat(OverlapRules.secondStays(Given.pending(), Given.surging(), Optional.of(now), now))
        .as("in a rotation")
        .isFalse();
  }

  private static boolean stays(Wish wish, Duration readyFor) {
    return OverlapRules.secondStays(
        Given.published(Given.OLD), wish, Optional.of(NOW.minus(readyFor)), NOW);
  }

  private static boolean isOver(Duration age, OptionalInt connections) {
    return OverlapRules.isOver(overlapping(2, age), wish(4), connections, NOW);
  }
}
