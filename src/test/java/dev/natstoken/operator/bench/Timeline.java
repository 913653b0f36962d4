package dev.natstoken.operator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the operator took, second by second, and how long the canary waited meanwhile. */
final class Timeline implements AutoCloseable {

  /** A value at a second since the begin. */
  record Point(double second, double value) {}

  /** A run that began at a second since the begin. */
  record Mark(double second, String run) {}

  private final long begin = System.nanoTime();
  private final List<Point> mebibytes = new ArrayList<>();
  private final List<Point> cores = new ArrayList<>();
  private final List<Point> canary = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("timeline").factory());
  private OperatorJvm last;
  private double lastProcessor;
  private double lastSecond;

  /** Looks each second at who is the operator then. */
  Timeline(Supplier<OperatorJvm> operator) {
    var _ = clock.scheduleAtFixedRate(() -> look(operator.get()), 1, 1, TimeUnit.SECONDS);
  }

  private synchronized void look(OperatorJvm operator) {
    double second = second();
    double processor = operator.processorSeconds();
    if (operator.runs()) {
      mebibytes.add(new Point(second, operator.mebibytes("VmRSS")));
      if (operator == last) {
        cores.add(new Point(second, (processor - lastProcessor) / (second - lastSecond)));
      }
    }
    last = operator;
    lastProcessor = processor;
    lastSecond = second;
  }

  /** An edit was served just now, after so many milliseconds. */
  synchronized void served(double millis) {
    canary.add(new Point(second(), millis / 1000));
  }

  /** A run begins. */
  synchronized void mark(String run) {
    marks.add(new Mark(second(), run));
  }

  /** All of it as a picture. */
  synchronized String picture(String title) {
    return new TimelinePicture(title, second(), List.copyOf(marks))
        .panel("Resident memory, MiB", List.copyOf(mebibytes), TimelinePicture.Shape.LINE)
        .panel("Processor, cores", List.copyOf(cores), TimelinePicture.Shape.LINE)
        .panel("Canary, seconds until served", List.copyOf(canary), TimelinePicture.Shape.DOTS)
        .svg();
  }

  private double second() {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
