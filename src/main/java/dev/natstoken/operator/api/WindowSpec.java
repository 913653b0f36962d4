package dev.natstoken.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/** When scheduled rotations may begin. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WindowSpec(
    @Size(min = 1, max = 7)
        @JsonPropertyDescription(
            "Days on which it opens, such as [Saturday, Sunday]. Every day if absent.")
        List<Day> days,
    @Required
        @Size(min = 5, max = 5)
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        @JsonPropertyDescription(
            "When it opens by the clocks of timeZone, such as 02:00. In the night in which summer time"
                + " begins, a time that they skip comes as much later.")
        String start,
    @Required
        @Size(min = 2, max = 20)
        @Pattern(DurationText.COMPOUND)
        @ValidationRule(
            value =
                "size(self) < 2 || !self.matches('"
                    + DurationText.COMPOUND
                    + "') || (duration(self) >= duration('1m') && duration(self) <="
                    + " duration('24h'))",
            message = "rotation.window.duration must be 1m to 24h")
        @JsonPropertyDescription(
            "How long it stays open, such as 4h: 1m to 24h. A rotation that has begun goes on; where"
                + " it should end within, too, let it be longer than overlap.")
        String duration,
    @Size(max = 32)
        @Pattern("^[A-Za-z][-+A-Za-z0-9_]*(/[-+A-Za-z0-9_]+){0,2}$")
        @ValidationRule(
            value =
                "!self.matches('^[A-Za-z][-+A-Za-z0-9_]*(/[-+A-Za-z0-9_]+){0,2}$') ||"
                    + " timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0",
            message =
                "rotation.window.timeZone must be a name of the time zone database, such as"
                    + " Europe/Berlin")
        @JsonPropertyDescription(
            "Whose clocks start means, by its name in the time zone database, such as Europe/Berlin."
                + " UTC by default.")
        String timeZone) {

  /** The days, by the names that {@link java.time.DayOfWeek} has in capitals. */
  public enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday
  }

  public List<Day> daysOrDefault() {
    return days == null ? List.of(Day.values()) : days;
  }

  public LocalTime startTime() {
    return LocalTime.parse(start);
  }

  public Duration length() {
    return DurationText.parse(duration);
  }

  public String timeZoneOrDefault() {
    return timeZone == null ? "UTC" : timeZone;
  }
}
