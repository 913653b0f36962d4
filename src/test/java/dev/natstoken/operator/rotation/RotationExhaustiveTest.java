package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

  /** Of the Secret, a configuration, the StatefulSet, and of each server. */
  private static final int WRITES = 10;

  @ParameterizedTest(
      name = "{0} servers, with JetStream: {1}, a second for one: {2}, token brought: {3}")
  @CsvSource({
    "1, false, false, false",
    "1, false, true, false",
    "1, false, true, true",
    "2, false, false, false",
    "2, false, true, false",
    "3, false, false, false",
    "4, false, false, false",
    "2, false, false, true",
    "3, false, false, true",
    "2, true, false, false",
    "3, true, false, false",
    "4, true, false, false"
  })
  void everyStateLeadsToTheEndWithoutHarm(
      int replicas, boolean majority, boolean surge, boolean brought) {
    Optional<Token> own = Optional.of(World.token(0)).filter(t -> brought);
    World start = Steps.undisturbed(World.empty(replicas, majority, surge, own));
    Search search = new Search(start, EVENTS, Steps::of, new Invariants());
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
      if (isDiscarded(world) && letsInAnother(withoutAnyStart(world))) {
        throw new AssertionError("a discarded token waits for a server" + search.path(i));
      }
    }
  }

  private static boolean isDiscarded(World world) {
    return world.set().isPresent()
        && (world.secret().isEmpty()
            ? !world.configurations().isEmpty()
            : world.secret().get().revokes()
                && world.configurations().containsKey(world.secret().get().published()));
  }

  /** What the operator and the controller bring about while not a single server starts. */
  private static World withoutAnyStart(World from) {
    World world = from;
    for (int i = 0; i < WRITES; i++) {
      world = ModelOperator.write(world).orElse(world).withSet(ModelSet::synced);
    }
    return world;
  }

  /** Another token than those of now: of a rotation that began since, there are two. */
  private static boolean letsInAnother(World world) {
    return world.set().stream()
        .flatMap(s -> s.pods().stream())
        .flatMap(Optional::stream)
        .anyMatch(p -> !world.secret().orElseThrow().known().contains(p.revision().token()));
  }

  @Test
  void aSingleServerRotatesWithoutLeavingAnybodyAlone() {
    World idle = Steps.undisturbed(World.empty(1, false, true, Optional.empty()));
    World asked = idle.withWish(Given.requested(idle.wish(), "r"));
    Search search = new Search(asked, 0, Steps::of, new Invariants());
    Token former = idle.secret().orElseThrow().published();
    Set<Integer> sizes = new HashSet<>();
    for (int i = 0; i < search.size(); i++) {
      World world = search.worlds().get(i);
      sizes.add(world.set().orElseThrow().replicas());
      Token published = world.secret().orElseThrow().published();
      if (!letsIn(world, published) || !(world.over() || isOver(world) || letsIn(world, former))) {
        throw new AssertionError("clients without a server" + search.path(i));
      }
    }
    assertThat(sizes).containsExactlyInAnyOrder(1, 2);
    assertThat(search.distances(World::atEnd)).doesNotContain(-1);
  }

  /** Whether the servers with the former token may be gone, because its overlap was. */
  private static boolean isOver(World world) {
    return world.secret().orElseThrow().overlap().flatMap(Overlap::startedAt).isEmpty()
        ? world.secret().orElseThrow().handledRequest().isPresent()
        : world.set().orElseThrow().partition() == 0;
  }

  private static boolean letsIn(World world, Token token) {
    return world.set().orElseThrow().readyPods().stream()
        .anyMatch(p -> p.revision().token().equals(token));
  }
}
