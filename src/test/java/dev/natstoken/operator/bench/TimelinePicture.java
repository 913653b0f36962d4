package dev.natstoken.operator.bench;

import java.util.List;
import java.util.stream.Collectors;

/** Draws values over time, one panel below the other, as an SVG. */
final class TimelinePicture {

  /** How the values of a panel are drawn. */
  enum Shape {
    LINE,
    DOTS
  }

  private static final int LEFT = 60;
  private static final int WIDTH = 820;
  private static final int HEIGHT = 140;
  private static final int TOP = 62;
  private static final int GAP = 46;
  private static final int GRID_LINES = 4;
  private static final int TICKS = 8;

  private final String title;
  private final double seconds;
  private final List<Timeline.Mark> marks;
  private final StringBuilder panels = new StringBuilder();
  private int count;

  /**
   * @param seconds how long it all took
   * @param marks what began when
   */
  TimelinePicture(String title, double seconds, List<Timeline.Mark> marks) {
    this.title = title;
    this.seconds = seconds;
    this.marks = marks;
  }

  TimelinePicture panel(String name, List<Timeline.Point> points, Shape shape) {
    double most = roundedUp(points.stream().mapToDouble(Timeline.Point::value).max().orElse(1));
    int top = TOP + count * (HEIGHT + GAP);
    add("<text class=\"t\" x=\"%d\" y=\"%d\">%s</text>".formatted(LEFT, top - 6, name));
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = most * i / GRID_LINES;
      double y = y(top, value, most);
      add(
          "<line class=\"g\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              .formatted(LEFT, right(), y, y));
      add(
          "<text class=\"e\" x=\"%d\" y=\"%.1f\">%s</text>"
              .formatted(LEFT - 5, y + 3, number(value)));
    }
    for (Timeline.Mark mark : marks) {
      double x = x(mark.second());
      add(
          "<line class=\"m\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
              .formatted(x, x, top, top + HEIGHT));
    }
    for (int i = 0; i <= TICKS; i++) {
      double second = seconds * i / TICKS;
      add(
          "<text class=\"c\" x=\"%.1f\" y=\"%d\">%.0f s</text>"
              .formatted(x(second), top + HEIGHT + 13, second));
    }
    panels.append(shape == Shape.LINE ? line(points, top, most) : dots(points, top, most));
    count++;
    return this;
  }

  private String line(List<Timeline.Point> points, int top, double most) {
    return points.stream()
        .map(p -> "%.1f,%.1f".formatted(x(p.second()), y(top, p.value(), most)))
        .collect(Collectors.joining(" ", "<polyline class=\"v\" points=\"", "\"/>\n"));
  }

  private String dots(List<Timeline.Point> points, int top, double most) {
    return points.stream()
        .map(p ->
            "<circle class=\"d\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>"
                .formatted(x(p.second()), y(top, p.value(), most)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  String svg() {
    int height = TOP + count * (HEIGHT + GAP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">
        <style>text{font-family:sans-serif;fill:#333;font-size:10px}.t{font-weight:bold;\
        font-size:12px}.e{text-anchor:end}.c{text-anchor:middle}.g{stroke:#e5e5e5}\
        .m{stroke:#999;stroke-dasharray:3 3}.v{fill:none;stroke:#1f6fb2}.d{fill:#c2571a}</style>
        <rect width="%d" height="%d" fill="#fff"/>
        <text class="t" x="%d" y="16">%s</text>
        """
            .formatted(
                right() + 30, height, right() + 30, height, right() + 30, height, LEFT, title));
    for (int i = 0; i < marks.size(); i++) {
      // On two lines in turn, since some runs are short.
      svg.append(
          "<text x=\"%.1f\" y=\"%d\">%s</text>\n"
              .formatted(x(marks.get(i).second()) + 2, i % 2 == 0 ? 40 : 29, marks.get(i).run()));
    }
    return svg.append(panels).append("</svg>\n").toString();
  }

  private double x(double second) {
    return LEFT + WIDTH * second / seconds;
  }

  private static double y(int top, double value, double most) {
    return top + HEIGHT - HEIGHT * value / most;
  }

  private static int right() {
    return LEFT + WIDTH;
  }

  /** The next of 1, 2, 4, 5 times a power of ten, so that the lines have short numbers. */
  private static double roundedUp(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
    for (double step : new double[] {1, 2, 4, 5}) {
      if (value <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : "%.2f".formatted(value);
  }

  private void add(String element) {
    panels.append(element).append('\n');
  }
}
