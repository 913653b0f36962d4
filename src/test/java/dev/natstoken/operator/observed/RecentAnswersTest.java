package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {

  private static final Duration VALIDITY = Duration.ofMinutes(10);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RecentAnswers<String, Integer> answers = new RecentAnswers<>(VALIDITY);

  @Test
  void anAnswerCountsUntilItsTimeIsOver() {
    answers.put("question", 1, NOW);
    assertThat(answers.get("question", NOW.plus(VALIDITY).minusNanos(1))).hasValue(1);
    assertThat(answers.get("question", NOW.plus(VALIDITY))).isEmpty();
  }

  @Test
  void aNewerAnswerTakesThePlaceOfTheFormer() {
    answers.put("question", 1, NOW);
    answers.put("question", 2, NOW.plus(VALIDITY));
    assertThat(answers.get("question", NOW.plus(VALIDITY))).hasValue(2);
  }

  @Test
  void thatThereWasAnAnswerIsKnownForLonger() {
    answers.put("question", 1, NOW);
    assertThat(answers.wasAnswered("question")).isTrue();
    assertThat(answers.wasAnswered("another")).isFalse();
    assertThat(answers.get("another", NOW)).isEmpty();
  }

  @Test
  void anAnswerThatNobodyAsksForAnyMoreIsForgottenInTheEnd() {
    answers.put("of a pod that is gone", 1, NOW);
    answers.put("question", 1, NOW.plus(VALIDITY.multipliedBy(5)));
    assertThat(answers.wasAnswered("of a pod that is gone")).isFalse();
    assertThat(answers.wasAnswered("question")).isTrue();
  }
}
