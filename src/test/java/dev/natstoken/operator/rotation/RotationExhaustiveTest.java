package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.rotation.Steps.Step;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything that can happen in a few servers with a few events, with a crash of the operator after
 * every single write of it.
 */
class RotationExhaustiveTest {

  @ParameterizedTest(name = "{0} servers, token brought: {1}, {2} events")
  @CsvSource({
    "1, false, 2",
    "2, false, 2",
    "3, false, 2",
    "4, false, 2",
    "2, true, 2",
    "3, true, 2"
  })
  void fromEveryStateTheEndIsReachedWithoutHarm(int replicas, boolean brought, int events) {
    World start = settled(World.empty(replicas, Optional.of(World.token(0)).filter(t -> brought)));
    long t0 = System.nanoTime();
    Search search = new Search(start, events, new Invariants());
    int[] distances = search.distances(World::atEnd);
    int farthest = -1;
    for (int i = 0; i < search.size(); i++) {
      if (distances[i] < 0) {
        throw new AssertionError("the end is never reached" + search.path(i));
      }
      if (search.worlds().get(i).atEnd()
          && ModelOperator.write(search.worlds().get(i)).isPresent()) {
        throw new AssertionError("a write at the end" + search.path(i));
      }
      farthest = Math.max(farthest, distances[i]);
    }
    System.out.println(
        replicas
            + " "
            + brought
            + " "
            + events
            + ": "
            + search.size()
            + " states, farthest "
            + farthest
            + ", "
            + (System.nanoTime() - t0) / 1_000_000
            + " ms");
    assertThat(farthest).isLessThan(100);
  }

  /** The set as the operator makes it, when nobody disturbs it. */
  private static World settled(World empty) {
    World world = empty;
    for (int i = 0; i < 50; i++) {
      Optional<Step> next = Steps.of(world, false).stream().min(Comparator.comparing(Step::actor));
      if (next.isEmpty()) {
        assertThat(world.atEnd()).isTrue();
        return world;
      }
      world = next.get().to();
    }
    throw new AssertionError("never settles" + Picture.of(world));
  }
}
