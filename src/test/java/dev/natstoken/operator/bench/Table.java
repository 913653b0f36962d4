package dev.natstoken.operator.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result, as Markdown. */
final class Table {

  private final StringBuilder text = new StringBuilder();

  Table() {
    line("What", "Floor", "Operator", "Compared", "Goal", "Met");
    line("---", "---:", "---:", "---:", "---", "---");
  }

  /** A figure with a goal for what is compared with it. */
  void row(String what, String floor, String operator, double compared, String unit, double goal) {
    line(
        what,
        floor,
        operator,
        number(compared) + unit,
        "≤ " + number(goal) + unit,
        compared <= goal ? "yes" : "**no**");
  }

  /** A figure that is only told. */
  void row(String what, String floor, String operator) {
    line(what, floor, operator, "", "", "");
  }

  private static String number(double value) {
    return value < 10 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.0f", value);
  }

  private void line(String... cells) {
    text.append(
        Stream.concat(Stream.of(""), Stream.concat(List.of(cells).stream(), Stream.of("")))
            .collect(Collectors.joining(" | "))
            .strip());
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
