package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseTest {

  @Test
  void thereIsNoneWithoutARotation() {
    assertThat(Phase.of(Given.published(Given.OLD), Given.settled(2), false)).isEmpty();
  }

  @Test
  void preparesUntilTheTemplateHasTheNewToken() {
    assertThat(Phase.of(pending(), Given.before("FF"), false)).contains(Phase.Prepare);
    assertThat(Phase.of(pending(), Given.set("FF", 1), false)).contains(Phase.Split);
  }

  @Test
  void splitsFromTheStartWhereSomebodyPublishedTheToken() {
    assertThat(Phase.of(Given.edited(), Given.set("FF", 1), false)).contains(Phase.Split);
  }

  @Test
  void overlapsUntilItIsOver() {
    TokenState state = overlapping(1, Duration.ZERO);
    assertThat(Phase.of(state, Given.set("FN", 1), false)).contains(Phase.Overlap);
    assertThat(Phase.of(state, Given.set("FN", 1), true)).contains(Phase.Finish);
  }

  @Test
  void finishesAlsoWhenAnOldClientCameBackTooLate() {
    assertThat(Phase.of(overlapping(1, Duration.ZERO), Given.set("FN", 0), false))
        .contains(Phase.Finish);
    assertThat(Phase.of(overlapping(1, Duration.ZERO), Optional.empty(), false))
        .contains(Phase.Finish);
  }
}
