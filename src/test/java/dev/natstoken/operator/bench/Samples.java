package dev.natstoken.operator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of one kind in milliseconds, one for each round. */
final class Samples {

  private final List<Double> millis = new ArrayList<>();

  void add(double time) {
    millis.add(time);
  }

  double median() {
    return percentile(50);
  }

  /** Nearest rank: a time that was measured, the greatest one where there are few. */
  double percentile(int percent) {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
  }

  /** Median, 99th percentile and maximum, and of how many. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f / %.0f / %.0f ms (%d×)",
        median(),
        percentile(99),
        millis.stream().mapToDouble(m -> m).max().orElseThrow(),
        millis.size());
  }
}
