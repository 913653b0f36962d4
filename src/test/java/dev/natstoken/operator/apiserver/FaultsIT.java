package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault in every phase of life, or a few of them: {@code -Dfaults.all=true} has all. What a
 * fault leaves to chance comes from {@code -Dfaults.seed}, which a failure names.
 */
@Tag("api")
class FaultsIT {

  private static final boolean ALL = Boolean.getBoolean("faults.all");
  private static final long SEED =
      Long.getLong("faults.seed", ALL ? System.nanoTime() % 1_000_000 : 1);

  /**
   * Beyond what it takes undisturbed. Judged with all faults alone: a machine on which everything
   * runs at once may be slower.
   */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  /** Attached servers are looked at every 30 s. */
  private static final Duration UNDISTURBED = RECOVERY.plusSeconds(30);

  private static final List<FaultRow.Result> RESULTS = new CopyOnWriteArrayList<>();

  /** Rows that are compared with the same undisturbed run. */
  record Lane(FaultSetup setup, FaultPhase phase, List<Fault> faults) {

    FaultRow row(Fault fault) {
      return new FaultRow(setup, new FaultEpisode(fault, phase, SEED ^ fault.name().hashCode()));
    }

    @Override
    public String toString() {
      return setup + ", " + phase;
    }
  }

  static Stream<Lane> lanes() {
    return ALL ? everything() : few();
  }

  private static Stream<Lane> everything() {
    List<Fault> faults =
        Fault.all().stream().filter(f -> f.name().contains(property("faults.fault"))).toList();
    return Stream.of(FaultSetup.values())
        .flatMap(
            setup -> Stream.of(FaultPhase.values()).map(phase -> new Lane(setup, phase, faults)))
        .filter(lane -> lane.toString().contains(property("faults.lane")));
  }

  /** Empty for all. */
  private static String property(String name) {
    return System.getProperty(name, "");
  }

  private static Stream<Lane> few() {
    return Stream.of(
        lane(FaultSetup.OWN_GENERATED, FaultPhase.CREATE, "409 on", "504 after", "operator dies"),
        lane(FaultSetup.OWN_GENERATED, FaultPhase.CHANGE, "statefulsets seen", "watches too old"),
        lane(FaultSetup.OWN_GENERATED, FaultPhase.ROTATE, "504 after", "secrets seen"),
        lane(FaultSetup.OWN_GENERATED, FaultPhase.REVOKE, "lost after"),
        lane(FaultSetup.OWN_BROUGHT, FaultPhase.ROTATE, "operator dies, the next"),
        lane(FaultSetup.ATTACHED_GENERATED, FaultPhase.ROTATE, "504 after", "API server away"),
        lane(FaultSetup.ATTACHED_GENERATED, FaultPhase.DELETE, "natstokenauths seen"));
  }

  private static Lane lane(FaultSetup setup, FaultPhase phase, String... faults) {
    return new Lane(
        setup,
        phase,
        Fault.all().stream()
            .filter(f -> Set.of(faults).stream().anyMatch(f.name()::startsWith))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void whateverBreaksAllPromisesAreKept(Lane lane) throws InterruptedException {
    List<String> broken = new ArrayList<>();
    FaultRow.Result undisturbed = lane.row(Fault.NONE).run(Map.of());
    note(undisturbed, broken);
    requireWithin(UNDISTURBED, undisturbed, Duration.ZERO, broken);
    for (Fault fault : lane.faults()) {
      FaultRow.Result result = lane.row(fault).run(undisturbed.end());
      note(result, broken);
      requireWithin(RECOVERY, result, undisturbed.recovery(), broken);
    }
    assertThat(broken).as("with -Dfaults.seed=" + SEED).isEmpty();
  }

  private static void requireWithin(
      Duration limit, FaultRow.Result result, Duration beyond, List<String> broken) {
    if (ALL && result.recovery().minus(beyond).compareTo(limit) > 0) {
      broken.add(result.row() + ": took " + result.recovery());
    }
  }

  private static void note(FaultRow.Result result, List<String> broken) {
    RESULTS.add(result);
    result.broken().forEach(b -> broken.add(result.row() + ": " + b));
  }

  @AfterAll
  static void writeTheTable() throws IOException {
    FaultTable.of(RESULTS, SEED).write();
  }
}
