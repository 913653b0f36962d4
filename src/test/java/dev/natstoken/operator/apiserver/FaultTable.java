package dev.natstoken.operator.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fault by phase, and in each cell how long it took until all was as it should be. */
record FaultTable(String text) {

  private static final Path FILE = Path.of("target", "faults.md");

  static FaultTable of(List<FaultRow.Result> results, long seed) {
    StringBuilder text =
        new StringBuilder("Seconds from the end of the fault; seed " + seed + "\n");
    Map<FaultSetup, List<FaultRow.Result>> bySetup =
        results.stream()
            .collect(
                Collectors.groupingBy(r -> r.row().setup(), TreeMap::new, Collectors.toList()));
    bySetup.forEach((setup, rows) -> text.append(of(setup, rows)));
    return new FaultTable(text.toString());
  }

  private static String of(FaultSetup setup, List<FaultRow.Result> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "| "
            + setup
            + " | "
            + Stream.of(FaultPhase.values()).map(FaultPhase::toString).collect(joined())
            + " |");
    lines.add("|---|" + "---|".repeat(FaultPhase.values().length));
    Stream.concat(Stream.of(Fault.NONE), Fault.all().stream())
        .map(Fault::name)
        .filter(name -> rows.stream().anyMatch(r -> r.row().episode().fault().name().equals(name)))
        .map(name ->
            "| "
                + name
                + " | "
                + Stream.of(FaultPhase.values()).map(p -> cell(rows, name, p)).collect(joined())
                + " |")
        .forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private static String cell(List<FaultRow.Result> rows, String fault, FaultPhase phase) {
    return rows.stream()
        .filter(r ->
            r.row().episode().fault().name().equals(fault) && r.row().episode().phase() == phase)
        .map(r ->
            r.broken().isEmpty()
                ? String.format(Locale.ROOT, "%.1f", r.recovery().toMillis() / 1000.0)
                : "**broken**")
        .findFirst()
        .orElse("");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" | ");
  }

  /** For people, who find it in the folder of what was built. */
  void write() throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text);
  }
}
