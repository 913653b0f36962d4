package dev.natstoken.operator.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Sight.Newest;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same as {@link RotationExhaustiveTest} where caches are late and leaders change, as {@link
 * StaleSteps} has it; with one event of the user or an accident at any moment, and {@code
 * -Drotation.stale.events=2} for a longer look, which takes minutes and gigabytes.
 */
class StaleRotationTest {

  private static final int EVENTS = Integer.getInteger("rotation.stale.events", 1);

  private static final int BOUND = 100;

  @ParameterizedTest(
      name = "{0} servers, with JetStream: {1}, a second for one: {2}, token brought: {3}")
  @CsvSource({
    "1, false, true, false",
    "1, false, true, true",
    "2, false, false, false",
    "2, false, false, true",
    "3, true, false, false"
  })
  void noOlderViewAndNoLateWriteDoesHarm(
      int replicas, boolean majority, boolean surge, boolean brought) {
    Optional<Token> own = Optional.of(World.token(0)).filter(t -> brought);
    World start = Steps.undisturbed(World.empty(replicas, majority, surge, own));
    Search search = new Search(start, EVENTS, StaleSteps::of, new Invariants());
    assertThat(search.size()).isGreaterThan(1000);
    int[] distances = search.distances(w -> w.atEnd() && w.sight() instanceof Newest);
    for (int i = 0; i < search.size(); i++) {
      if (distances[i] < 0 || distances[i] > BOUND) {
        throw new AssertionError("the end is too far away" + search.path(i));
      }
    }
  }

  /** While one request waits, which is a rotation of its own. */
  @ParameterizedTest(name = "{0} servers, with JetStream: {1}, a second for one: {2}")
  @CsvSource({"1, false, true", "2, false, false", "3, true, false", "4, true, false"})
  void norDoesItInARotation(int replicas, boolean majority, boolean surge) {
    World idle = Steps.undisturbed(World.empty(replicas, majority, surge, Optional.empty()));
    World asked = idle.withWish(Given.requested(idle.wish(), "r"));
    Search search = new Search(asked, EVENTS - 1, StaleSteps::of, new Invariants());
    assertThat(search.size()).isGreaterThan(500);
    assertThat(search.distances(w -> w.atEnd() && w.sight() instanceof Newest)).doesNotContain(-1);
  }
}
