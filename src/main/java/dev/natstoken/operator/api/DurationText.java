package dev.natstoken.operator.api;

import java.time.Duration;
import java.util.Locale;

/** A duration as the schema takes it: one number with one unit, such as 90s, 2m or 1h. */
final class DurationText {

  static final String PATTERN = "^[1-9][0-9]{0,5}(s|m|h)$";

  private DurationText() {}

  static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
