package dev.natstoken.operator.apiserver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What many lives came to, for docs/testing.md. */
final class SoakReport {

  private static final Path FILE = Path.of("target", "soak.md");

  private final long seed;
  private final long begin = System.nanoTime();
  private final List<FaultyLife.Lived> lives = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private String first = "";

  SoakReport(long seed) {
    this.seed = seed;
  }

  /** The life that was drawn from this seed. */
  void add(long lifeSeed, FaultyLife.Lived lived) {
    lives.add(lived);
    lived.broken().forEach(b -> broken.add("seed " + lifeSeed + ": " + b));
    if (first.isEmpty()) {
      // The first life has loaded the classes and filled what is kept.
      first = process();
    }
  }

  List<String> broken() {
    return broken;
  }

  /** For people, who find it in the folder of what was built. */
  void write() throws IOException {
    Duration length = Duration.ofNanos(System.nanoTime() - begin);
    List<String> lines = new ArrayList<>();
    lines.add("| seed %d | %d min |".formatted(seed, length.toMinutes()));
    lines.add("|---|---|");
    lines.add("| lives | %d |".formatted(lives.size()));
    lines.add("| faults | %d |".formatted(sum(FaultyLife.Lived::done)));
    lines.add("| rotations and revocations | %d |".formatted(sum(FaultyLife.Lived::rotations)));
    lines.add("| looks of a client | %d |".formatted(sum(l -> l.availability().looks())));
    lines.add("| of these in vain | %d |".formatted(sum(l -> l.availability().unserved())));
    lines.add("| longest outage | %s |".formatted(longest(l -> l.availability().longestOutage())));
    lines.add(
        "| slowest after the end of a fault | %s |".formatted(longest(FaultyLife.Lived::slowest)));
    lines.add("| process after the first life | %s |".formatted(first));
    lines.add("| process at the end | %s |".formatted(process()));
    lines.add("| promises broken | %d |".formatted(broken.size()));
    broken.forEach(b -> lines.add("\n" + b));
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, String.join("\n", lines) + "\n");
  }

  private long sum(ToLongFunction<FaultyLife.Lived> figure) {
    return lives.stream().mapToLong(figure).sum();
  }

  private String longest(Function<FaultyLife.Lived, Duration> time) {
    return lives.stream()
        .map(time)
        .max(Duration::compareTo)
        .map(d -> String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0))
        .orElse("");
  }

  /** Of the tests and the operator, which are one process here. */
  private static String process() {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return "%d MiB of heap, %d threads".formatted(used >> 20, threads);
  }
}
