package dev.natstoken.operator.apiserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The life of one resource, from its creation over whatever comes to its user's mind to its
 * deletion, with a fault in each step.
 */
record FaultyLife(FaultSetup setup, List<FaultEpisode> episodes) {

  /** What a user can do again and again. */
  private static final List<FaultPhase> ACTS =
      List.of(FaultPhase.CHANGE, FaultPhase.SCALE, FaultPhase.ROTATE, FaultPhase.REVOKE);

  /**
   * What came of it.
   *
   * @param done episodes that came to their end
   * @param rotations with revocations
   * @param slowest time from the end of a fault until all was as it should be
   * @param end before the deletion
   * @param broken in words; empty if all is well
   */
  record Lived(
      int done,
      long rotations,
      Availability availability,
      Duration slowest,
      Map<String, String> end,
      List<String> broken) {}

  /** One with so many acts between creation and deletion, drawn by lot. */
  static FaultyLife of(long seed, int acts) {
    RandomGenerator random = new SplittableRandom(seed);
    FaultSetup setup = oneOf(List.of(FaultSetup.values()), random);
    List<FaultPhase> phases = new ArrayList<>(List.of(FaultPhase.CREATE));
    Stream.generate(() -> oneOf(ACTS, random)).limit(acts).forEach(phases::add);
    phases.add(FaultPhase.DELETE);
    return new FaultyLife(
        setup,
        phases.stream()
            .map(phase -> new FaultEpisode(oneOf(Fault.all(), random), phase, random.nextLong()))
            .toList());
  }

  private static <T> T oneOf(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Lives it with the faults and without: what is there before the deletion must be equal. */
  Lived live() throws InterruptedException {
    Lived undisturbed =
        lived(
            episodes.stream().map(e -> new FaultEpisode(Fault.NONE, e.phase(), e.seed())).toList());
    Lived lived = lived(episodes);
    lived.broken().addAll(undisturbed.broken());
    if (lived.broken().isEmpty()) {
      lived.broken().addAll(EndState.differences(undisturbed.end(), lived.end()));
    }
    return lived;
  }

  private Lived lived(List<FaultEpisode> all) throws InterruptedException {
    List<String> broken = new ArrayList<>();
    Duration slowest = Duration.ZERO;
    Map<String, String> end = Map.of();
    int done = 0;
    try (FaultWorld world = new FaultWorld(setup)) {
      for (FaultEpisode episode : all) {
        if (episode.phase() == FaultPhase.DELETE) {
          end = EndState.of(world);
        }
        FaultEpisode.Outcome outcome = episode.in(world);
        outcome.broken().forEach(b -> broken.add(setup + ", " + episode + ": " + b));
        if (!outcome.ended()) {
          break;
        }
        done++;
        slowest = outcome.recovery().compareTo(slowest) > 0 ? outcome.recovery() : slowest;
      }
      return new Lived(done, world.generation() - 1, world.availability(), slowest, end, broken);
    }
  }
}
