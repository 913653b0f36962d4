package dev.natstoken.operator.api;

import java.time.Duration;
import java.util.Locale;

/** Durations as the schema takes them. */
final class DurationText {

  /** One number with one unit, such as 90s, 2m or 1h: what nats-server takes as well. */
  static final String PATTERN = "^[1-9][0-9]{0,5}(s|m|h)$";

  /** Also several of them, such as 1h30m, and none at all, such as 0s. */
  static final String COMPOUND = "^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$";

  private DurationText() {}

  static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
