package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NEW;
import static dev.natstoken.operator.rotation.Given.NOW;
import static dev.natstoken.operator.rotation.Given.NO_REQUEST;
import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.ONE;
import static dev.natstoken.operator.rotation.Given.TWO;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.requested;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.settled;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A window of four hours a day; it is midnight now. */
class ScheduleInWindowTest {

  private static final Duration LENGTH = Duration.ofHours(4);

  /** The token of {@link Given#published} is a day old. */
  private static final Duration OVER = Duration.ofHours(1);

  private static Schedule schedule(Duration interval, String start) {
    return new Schedule(
        interval,
        Optional.of(
            new Window(
                EnumSet.allOf(DayOfWeek.class), LocalTime.parse(start), LENGTH, ZoneOffset.UTC)));
  }

  private static Wish wish(String start) {
    return Given.scheduled(Given.wish(2), schedule(OVER, start));
  }

  private static Instant next(Duration interval, String start, Instant now) {
    return schedule(interval, start).next(published(OLD), "uid", now);
  }

  @Test
  void oneThatIsDueWhileItIsOpenComesThen() {
    Duration interval = Duration.ofDays(2);
    Instant due = new Schedule(interval, Optional.empty()).next(published(OLD), "uid", NOW);
    Instant day = due.minus(Duration.ofHours(1));
    String start = day.atZone(ZoneOffset.UTC).toLocalTime().withNano(0).toString();
    assertThat(next(interval, start, NOW)).isEqualTo(due);
  }

  @Test
  void oneThatWasMissedWaitsForTheNextTime() {
    assertThat(next(OVER, "02:00", NOW))
        .isBetween(Instant.parse("2026-01-01T02:00:00Z"), Instant.parse("2026-01-01T04:00:00Z"));
    assertThat(Given.next(published(OLD), ONE, wish("02:00"), settled(2)).pending()).isEmpty();
  }

  @Test
  void theTimeStaysTheSameWhileItIsWaitedFor() {
    Instant first = next(OVER, "02:00", NOW);
    assertThat(next(OVER, "02:00", NOW.plus(Duration.ofHours(1)))).isEqualTo(first);
    assertThat(next(OVER, "02:00", first.plusSeconds(1))).isEqualTo(first);
    assertThat(next(OVER, "02:00", Instant.parse("2026-01-01T06:00:00Z")))
        .isEqualTo(first.plus(Duration.ofDays(1)));
  }

  @Test
  void resourcesThatWaitForTheSameWindowDoNotComeTogether() {
    long early =
        IntStream.range(0, 1000)
            .mapToObj(i -> schedule(OVER, "02:00").next(published(OLD), "uid-" + i, NOW))
            .filter(next -> next.isBefore(Instant.parse("2026-01-01T03:00:00Z")))
            .count();
    assertThat(early).isBetween(400L, 600L);
  }

  @Test
  void itBeginsWhileTheWindowIsOpen() {
    assertThat(Given.next(published(OLD), ONE, wish("21:00"), settled(2)).pending())
        .map(Pending::cause)
        .contains(Cause.Scheduled);
  }

  @Test
  void oneThatHasBegunGoesOnWhenTheWindowCloses() {
    TokenState begun = pending(NEW, Cause.Scheduled, NO_REQUEST);
    assertThat(Given.next(begun, TWO, wish("02:00"), set("FF", 1))).isEqualTo(begun);
    assertThat(Given.next(begun, TWO, wish("02:00"), set("FN", 1)).published()).isEqualTo(NEW);
  }

  @Test
  void aRequestDoesNotWait() {
    Wish wish = requested(wish("02:00"), "r");
    assertThat(Given.next(published(OLD), ONE, wish, settled(2)).pending())
        .map(Pending::cause)
        .contains(Cause.Requested);
  }

  @Test
  void aDiscardedTokenDoesNotWait() {
    TokenState next = Given.next(Optional.empty(), ONE, wish("02:00"), settled(2));
    assertThat(next.published()).isEqualTo(NEW);
    assertThat(next.cause()).isEqualTo(Cause.Discarded);
  }
}
