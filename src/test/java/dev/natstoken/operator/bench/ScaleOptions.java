package dev.natstoken.operator.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code dev/bench scale} was asked for.
 *
 * @param count how many resources
 * @param servers of each of them
 * @param resync the operator's
 * @param memory the limit of the operator's container in MiB
 * @param picture file that the picture goes to, if not empty
 */
record ScaleOptions(int count, int servers, Duration resync, int memory, String picture) {

  /** The chart's limit of memory. */
  private static final int CHART_MEBIBYTES = 320;

  static final String USAGE =
      "scale N [--servers N] [--resync 1m] [--memory MIB] [--picture FILE.svg]";

  /**
   * @throws IllegalArgumentException if there is something that it does not know
   */
  static ScaleOptions parse(List<String> arguments) {
    if (arguments.size() % 2 == 0) {
      throw new IllegalArgumentException("each option has a value");
    }
    ScaleOptions options =
        new ScaleOptions(
            Integer.parseInt(arguments.getFirst()), 3, Duration.ofMinutes(1), CHART_MEBIBYTES, "");
    List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
    while (!rest.isEmpty()) {
      options = options.with(rest.removeFirst(), rest.removeFirst());
    }
    return options;
  }

  private ScaleOptions with(String option, String value) {
    return switch (option) {
      case "--servers" -> new ScaleOptions(count, Integer.parseInt(value), resync, memory, picture);
      case "--resync" ->
          new ScaleOptions(count, servers, Duration.parse("PT" + value), memory, picture);
      case "--memory" -> new ScaleOptions(count, servers, resync, Integer.parseInt(value), picture);
      case "--picture" -> new ScaleOptions(count, servers, resync, memory, value);
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }
}
