package dev.natstoken.operator.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Measures the operator with many resources: a real API server, the operator's program with the
 * memory of the chart, and {@link Fleet} for all else. {@code dev/bench scale} runs it.
 */
final class ScaleBench {

  private ScaleBench() {}

  static void main(List<String> arguments, PrintStream output) throws IOException {
    try (ScaleGround ground = new ScaleGround(ScaleOptions.parse(arguments), output)) {
      try {
        double empty = ground.operator().liveHeap();
        RampRun.measure(ground);
        memory(ground, empty);
        for (ScaleOptions.Run run : ground.options().runs()) {
          measure(ground, run);
        }
      } finally {
        ground.draw();
      }
    }
  }

  private static void measure(ScaleGround ground, ScaleOptions.Run run) throws IOException {
    switch (run) {
      case FLOOR -> RampRun.floor(ground);
      case IDLE -> IdleRun.measure(ground);
      case START -> LeaderRuns.start(ground);
      case CRASH -> LeaderRuns.crash(ground);
      case ROTATION -> RotationRun.measure(ground);
    }
  }

  private static void memory(ScaleGround ground, double empty) {
    Progress.say("memory");
    double heap = ground.operator().liveHeap();
    ground
        .table()
        .row(
            "Live heap, and of it per resource",
            "%.1f MiB without resources".formatted(empty),
            "%.1f MiB, %.0f KiB each"
                .formatted(heap, (heap - empty) * 1024 / ground.options().count()));
    System.err.println(ground.operator().histogram(40));
    ground.residentRow("Resident memory");
  }
}
