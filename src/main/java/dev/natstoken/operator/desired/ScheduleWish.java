package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.RotationSpec;
import dev.natstoken.operator.api.WindowSpec;
import dev.natstoken.operator.rotation.Schedule;
import dev.natstoken.operator.rotation.Window;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a spec says of rotations that come by themselves, with every default resolved. */
public final class ScheduleWish {

  private ScheduleWish() {}

  public static Optional<Schedule> of(RotationSpec rotation) {
    return rotation
        .intervalIfAny()
        .map(interval -> new Schedule(interval, rotation.windowIfAny().map(ScheduleWish::window)));
  }

  private static Window window(WindowSpec window) {
    return new Window(
        window.daysOrDefault().stream()
            .map(day -> DayOfWeek.valueOf(day.name().toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        window.startTime(),
        window.length(),
        zone(window).orElse(ZoneOffset.UTC));
  }

  /** Empty for one that the API server knows and this program does not. */
  private static Optional<ZoneId> zone(WindowSpec window) {
    try {
      return Optional.of(ZoneId.of(window.timeZoneOrDefault()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * What the user may not have meant.
   *
   * @param overlaps whether both tokens work during a rotation
   */
  public static Optional<String> note(RotationSpec rotation, boolean overlaps) {
    return rotation
        .windowIfAny()
        .flatMap(window ->
            Stream.of(unknownZone(window), tooShort(window, rotation).filter(_ -> overlaps))
                .flatMap(Optional::stream)
                .reduce((first, next) -> first + "; " + next));
  }

  private static Optional<String> unknownZone(WindowSpec window) {
    return zone(window).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the operator does not know the time zone "
                + window.timeZoneOrDefault()
                + " of spec.rotation.window and goes by UTC");
  }

  private static Optional<String> tooShort(WindowSpec window, RotationSpec rotation) {
    return Optional.of(
            "spec.rotation.window is open for less than an overlap lasts: a rotation that begins in"
                + " it ends after it")
        .filter(_ -> window.length().compareTo(rotation.overlapOrDefault()) <= 0);
  }
}
