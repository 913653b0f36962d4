package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.RotationSpec;
import dev.natstoken.operator.rotation.Schedule;
import dev.natstoken.operator.rotation.Window;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleWishTest {

  @Test
  void withoutAnIntervalNothingComesByItself() {
    assertThat(ScheduleWish.of(rotation("overlap: 5m"))).isEmpty();
    assertThat(ScheduleWish.of(rotation("window: {start: '02:00', duration: 4h}"))).isEmpty();
  }

  @Test
  void withoutAWindowAnyTimeWillDo() {
    assertThat(ScheduleWish.of(rotation("interval: 720h")))
        .contains(new Schedule(Duration.ofDays(30), Optional.empty()));
  }

  @Test
  void aWindowOpensEveryDayByUtcUnlessItSaysOtherwise() {
    assertThat(window("{start: '02:00', duration: 4h}"))
        .isEqualTo(
            new Window(
                Set.of(DayOfWeek.values()),
                LocalTime.of(2, 0),
                Duration.ofHours(4),
                ZoneId.of("UTC")));
    assertThat(
            window(
                "{days: [Saturday, Sunday], start: '23:30', duration: 90m, timeZone:"
                    + " Europe/Berlin}"))
        .isEqualTo(
            new Window(
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                LocalTime.of(23, 30),
                Duration.ofMinutes(90),
                ZoneId.of("Europe/Berlin")));
  }

  @Test
  void aZoneThatThisProgramDoesNotKnowIsUtcAndIsTold() {
    assertThat(window("{start: '02:00', duration: 4h, timeZone: Atlantis/Poseidonis}").zone())
        .isEqualTo(ZoneOffset.UTC);
    assertThat(note("window: {start: '02:00', duration: 4h, timeZone: Atlantis/Poseidonis}", true))
        .hasValueSatisfying(note ->
            assertThat(note).contains("Atlantis/Poseidonis", "goes by UTC").doesNotContain(";"));
  }

  @Test
  void aWindowThatIsNoLongerThanAnOverlapIsTold() {
    assertThat(note("overlap: 1h\nwindow: {start: '02:00', duration: 1h}", true))
        .hasValueSatisfying(note -> assertThat(note).contains("ends after it"));
    assertThat(note("overlap: 1h\nwindow: {start: '02:00', duration: 61m}", true)).isEmpty();
    assertThat(note("window: {start: '02:00', duration: 10m}", true)).isPresent();
  }

  @Test
  void whereTokensDoNotOverlapNoWindowIsTooShort() {
    assertThat(note("overlap: 1h\nwindow: {start: '02:00', duration: 1m}", false)).isEmpty();
  }

  @Test
  void bothAreToldTogether() {
    assertThat(note("window: {start: '02:00', duration: 1m, timeZone: Nowhere}", true))
        .hasValueSatisfying(note ->
            assertThat(note).matches("the operator does not know .*; spec.rotation.window is .*"));
  }

  @Test
  void withoutAWindowThereIsNothingToTell() {
    assertThat(note("interval: 1h", true)).isEmpty();
  }

  private static Window window(String window) {
    return ScheduleWish.of(rotation("interval: 720h\nwindow: " + window))
        .flatMap(Schedule::window)
        .orElseThrow();
  }

  private static Optional<String> note(String rotation, boolean overlaps) {
    return ScheduleWish.note(rotation(rotation), overlaps);
  }

  private static RotationSpec rotation(String yaml) {
    return Serialization.unmarshal(yaml, RotationSpec.class);
  }
}
