package dev.natstoken.operator.rotation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a scheduled rotation may begin.
 *
 * <ol>
 *   <li>It opens on each of the days at the time that the clocks of its zone show. Where they skip
 *       that time, because summer begins, it opens as much later; where they show it twice, the
 *       first counts.
 *   <li>It stays open for its length in time that passes, whatever the clocks do.
 * </ol>
 *
 * @param length at most a day
 */
public record Window(Set<DayOfWeek> days, LocalTime start, Duration length, ZoneId zone) {

  /** The longest pause between two, and the day before, which may reach into the first. */
  private static final int DAYS = 9;

  public Window {
    days = Set.copyOf(days);
  }

  /** One time that it is open; it is closed at the end already. */
  record Opening(Instant start, Instant end) {

    boolean covers(Instant time) {
      return !time.isBefore(start) && time.isBefore(end);
    }
  }

  /** The one at this time, else the next. */
  Opening at(Instant time) {
    LocalDate first = time.atZone(zone).toLocalDate().minusDays(2);
    return Stream.iterate(first, day -> day.plusDays(1))
        .limit(DAYS + 2)
        .filter(day -> days.contains(day.getDayOfWeek()))
        .map(this::on)
        .filter(opening -> opening.end().isAfter(time))
        .findFirst()
        .orElseThrow();
  }

  private Opening on(LocalDate day) {
    Instant opens = day.atTime(start).atZone(zone).toInstant();
    return new Opening(opens, opens.plus(length));
  }
}
