package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In Berlin, clocks go from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25. */
class WindowTest {

  private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Window.Opening at(Set<DayOfWeek> days, String start, String length, String time) {
    return new Window(days, LocalTime.parse(start), Duration.parse(length), BERLIN)
        .at(Instant.parse(time));
  }

  private static Window.Opening opening(String start, String end) {
    return new Window.Opening(Instant.parse(start), Instant.parse(end));
  }

  @Test
  void itOpensByTheClocksOfItsZone() {
    assertThat(at(DAILY, "02:00", "PT4H", "2026-01-10T12:00:00Z"))
        .isEqualTo(opening("2026-01-11T01:00:00Z", "2026-01-11T05:00:00Z"));
    assertThat(at(DAILY, "02:00", "PT4H", "2026-07-10T12:00:00Z"))
        .isEqualTo(opening("2026-07-11T00:00:00Z", "2026-07-11T04:00:00Z"));
  }

  @Test
  void theOneThatIsOpenCountsUntilItsEnd() {
    var open = opening("2026-01-10T22:00:00Z", "2026-01-11T02:00:00Z");
    assertThat(at(DAILY, "23:00", "PT4H", "2026-01-10T22:00:00Z")).isEqualTo(open);
    assertThat(at(DAILY, "23:00", "PT4H", "2026-01-11T01:59:59Z")).isEqualTo(open);
    assertThat(at(DAILY, "23:00", "PT4H", "2026-01-11T02:00:00Z"))
        .isEqualTo(opening("2026-01-11T22:00:00Z", "2026-01-12T02:00:00Z"));
  }

  @Test
  void onlyTheDayOnWhichItOpensMatters() {
    Set<DayOfWeek> saturday = EnumSet.of(DayOfWeek.SATURDAY);
    var open = opening("2026-01-10T22:00:00Z", "2026-01-11T02:00:00Z");
    assertThat(at(saturday, "23:00", "PT4H", "2026-01-11T01:00:00Z")).isEqualTo(open);
    assertThat(at(saturday, "23:00", "PT4H", "2026-01-04T03:00:00Z")).isEqualTo(open);
  }

  @Test
  void inTheNightInWhichClocksGoForwardItOpensAsMuchLater() {
    assertThat(at(DAILY, "02:30", "PT1H", "2026-03-28T12:00:00Z"))
        .isEqualTo(opening("2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"));
    assertThat(at(DAILY, "02:30", "PT1H", "2026-03-29T12:00:00Z"))
        .isEqualTo(opening("2026-03-30T00:30:00Z", "2026-03-30T01:30:00Z"));
  }

  @Test
  void inTheNightInWhichClocksGoBackTheFirstOfTwoTimesCounts() {
    assertThat(at(DAILY, "02:30", "PT1H", "2026-10-24T12:00:00Z"))
        .isEqualTo(opening("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"));
    assertThat(at(DAILY, "02:30", "PT1H", "2026-10-25T01:30:00Z"))
        .isEqualTo(opening("2026-10-26T01:30:00Z", "2026-10-26T02:30:00Z"));
  }

  @Test
  void itStaysOpenForItsLengthWhateverTheClocksDo() {
    for (String day : new String[] {"2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z"}) {
      Window.Opening opening = at(DAILY, "01:00", "PT6H", day);
      assertThat(Duration.between(opening.start(), opening.end())).isEqualTo(Duration.ofHours(6));
    }
  }

  @Test
  void everyTimeOfAYearHasOneThatIsOpenOrComesWithinAWeek() {
    Set<DayOfWeek> sunday = EnumSet.of(DayOfWeek.SUNDAY);
    Stream.iterate(Instant.parse("2026-01-01T00:00:00Z"), t -> t.plus(Duration.ofMinutes(30)))
        .limit(2 * 24 * 365)
        .forEach(t -> {
          Window.Opening opening = at(sunday, "02:30", "PT24H", t.toString());
          assertThat(opening.end()).isAfter(t);
          assertThat(opening.start()).isBefore(t.plus(Duration.ofDays(7)));
          assertThat(opening.start().atZone(BERLIN).getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
        });
  }
}
