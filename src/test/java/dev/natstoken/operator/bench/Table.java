package dev.natstoken.operator.bench;

import java.io.PrintStream;
import java.util.Locale;

/** The result, as Markdown; a row is told as soon as it is known. */
final class Table {

  private final PrintStream output;

  Table(PrintStream output) {
    this.output = output;
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
    output.println("| " + String.join(" | ", cells) + " |");
  }
}
