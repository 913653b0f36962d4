package dev.natstoken.operator.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code dev/bench scale} was asked for.
 *
 * @param count how many resources
 * @param servers of each of them
 * @param resync the operator's
 * @param memory the limit of the operator's container in MiB
 * @param runs what is measured, beside the creation of all
 * @param picture file that the picture goes to, if not empty
 */
record ScaleOptions(
    int count, int servers, Duration resync, int memory, Set<Run> runs, String picture) {

  /** What can be measured once all resources are there, in this order. */
  enum Run {
    FLOOR,
    IDLE,
    START,
    CRASH,
    ROTATION
  }

  static final String USAGE =
      "scale N [--servers N] [--resync 1m] [--memory MIB]"
          + " [--runs floor,idle,start,crash,rotation] [--picture FILE.svg]";

  /** The chart's limit of memory. */
  private static final int CHART_MEBIBYTES = 320;

  /** So many resources as the chart comes, with three servers each. */
  static ScaleOptions of(int count) {
    return new ScaleOptions(
        count, 3, Duration.ofMinutes(1), CHART_MEBIBYTES, EnumSet.allOf(Run.class), "");
  }

  /**
   * @throws IllegalArgumentException if there is something that it does not know
   */
  static ScaleOptions parse(List<String> arguments) {
    if (arguments.size() % 2 == 0) {
      throw new IllegalArgumentException("each option has a value");
    }
    ScaleOptions options = of(Integer.parseInt(arguments.getFirst()));
    for (int i = 1; i < arguments.size(); i += 2) {
      options = options.with(arguments.get(i), arguments.get(i + 1));
    }
    return options;
  }

  ScaleOptions withServers(int each) {
    return new ScaleOptions(count, each, resync, memory, runs, picture);
  }

  private ScaleOptions with(String option, String value) {
    return switch (option) {
      case "--servers" -> withServers(Integer.parseInt(value));
      case "--resync" ->
          new ScaleOptions(count, servers, Duration.parse("PT" + value), memory, runs, picture);
      case "--memory" ->
          new ScaleOptions(count, servers, resync, Integer.parseInt(value), runs, picture);
      case "--runs" -> new ScaleOptions(count, servers, resync, memory, runsIn(value), picture);
      case "--picture" -> new ScaleOptions(count, servers, resync, memory, runs, value);
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static Set<Run> runsIn(String names) {
    Set<Run> runs = EnumSet.noneOf(Run.class);
    for (String name : names.split(",", -1)) {
      runs.add(Run.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return runs;
  }
}
