package dev.natstoken.operator.apiserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One row of the table: a fault in one phase of the life of one kind of servers. */
record FaultRow(FaultSetup setup, FaultEpisode episode) {

  /**
   * What came of a row.
   *
   * @param recovery from the end of the fault until all was as it should be
   * @param broken in words; empty if all is well
   */
  record Result(FaultRow row, Map<String, String> end, Duration recovery, List<String> broken) {}

  /** Expects what an undisturbed run left, if there was one. */
  Result run(Map<String, String> undisturbed) throws InterruptedException {
    try (FaultWorld world = new FaultWorld(setup)) {
      if (episode.phase() != FaultPhase.CREATE) {
        world.serve();
      }
      FaultEpisode.Outcome outcome = episode.in(world);
      List<String> broken = new ArrayList<>(outcome.broken());
      Map<String, String> end = outcome.ended() ? EndState.of(world) : Map.of();
      if (outcome.ended() && !undisturbed.isEmpty()) {
        broken.addAll(EndState.differences(undisturbed, end));
      }
      return new Result(this, end, outcome.recovery(), broken);
    }
  }

  @Override
  public String toString() {
    return episode + ", " + setup;
  }
}
