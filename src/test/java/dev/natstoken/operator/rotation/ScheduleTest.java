package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration INTERVAL = Duration.ofDays(30);
  private static final TokenState TOKEN = Given.published(Given.OLD);

  @Test
  void comesWithinTheLastTenthOfTheInterval() {
    Instant latest = TOKEN.createdAt().plus(INTERVAL);
    assertThat(IntStream.range(0, 1000).mapToObj(i -> next(TOKEN, "uid-" + i)))
        .allSatisfy(
            next -> assertThat(next).isBetween(latest.minus(INTERVAL.dividedBy(10)), latest));
  }

  @Test
  void spreadsResourcesOfOneAgeOverThatTenth() {
    long first =
        IntStream.range(0, 1000)
            .mapToObj(i -> next(TOKEN, "uid-" + i))
            .filter(next ->
                next.isBefore(TOKEN.createdAt().plus(INTERVAL.multipliedBy(95).dividedBy(100))))
            .count();
    assertThat(first).isBetween(400L, 600L);
  }

  @Test
  void isTheSameWheneverItIsAskedFor() {
    assertThat(next(TOKEN, "uid")).isEqualTo(next(TOKEN, "uid"));
  }

  @Test
  void differsFromTokenToToken() {
    TokenState second =
        new TokenState(
            TOKEN.published(),
            2,
            TOKEN.createdAt(),
            TOKEN.cause(),
            TOKEN.handledRequest(),
            TOKEN.pending(),
            TOKEN.overlap());
    assertThat(next(second, "uid")).isNotEqualTo(next(TOKEN, "uid"));
  }

  private static Instant next(TokenState token, String seed) {
    return new Schedule(INTERVAL, Optional.empty()).next(token, seed, Given.NOW);
  }
}
