package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.rotation.Steps.Step;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything that can happen to a few servers: the operator is cut after every single write, the
 * cluster takes its steps in any order, and the user and accidents come in between at any moment,
 * {@code -Drotation.events=3} times for a longer look.
 */
class RotationExhaustiveTest {

  private static final int EVENTS = Integer.getInteger("rotation.events", 2);

  /** More steps than any rotation needs, with another that waits for its end. */
  private static final int BOUND = 100;

  @ParameterizedTest(name = "{0} servers, with JetStream: {1}, token brought: {2}")
  @CsvSource({
    "1, false, false",
    "2, false, false",
    "3, false, false",
    "4, false, false",
    "2, false, true",
    "3, false, true",
    "2, true, false",
    "3, true, false",
    "4, true, false"
  })
  void everyStateLeadsToTheEndWithoutHarm(int replicas, boolean majority, boolean brought) {
    World start =
        settled(World.empty(replicas, majority, Optional.of(World.token(0)).filter(t -> brought)));
    Search search = new Search(start, EVENTS, new Invariants());
    assertThat(search.size()).isGreaterThan(1000);
    int[] distances = search.distances(World::atEnd);
    for (int i = 0; i < search.size(); i++) {
      World world = search.worlds().get(i);
      if (distances[i] < 0 || distances[i] > BOUND) {
        throw new AssertionError("the end is too far away" + search.path(i));
      }
      if (distances[i] == 0 && ModelOperator.write(world).isPresent()) {
        throw new AssertionError("a write at the end" + search.path(i));
      }
    }
  }

  /** The set as the operator makes it, when nobody disturbs it. */
  private static World settled(World empty) {
    World world = empty;
    for (int i = 0; i < BOUND && !world.atEnd(); i++) {
      world =
          Steps.of(world, false).stream()
              .min(Comparator.comparing(Step::actor))
              .map(Step::to)
              .orElseThrow();
    }
    assertThat(world.atEnd()).isTrue();
    return world;
  }
}
