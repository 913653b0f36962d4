package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rolls that would take the last server of one of the two tokens. */
class StrandedServersTest {

  @Test
  void theLastServerOfTheFormerTokenStaysOnceOneHasTheNewOne() {
    assertThat(ShapeRules.next(edited(), wish(4), set("xxFN", 3), false))
        .isEqualTo(new Shape(4, 3, true));
  }

  @Test
  void aShrinkingSetDoesNotTakeTheLastServerOfTheFormerTokenEarly() {
    assertThat(ShapeRules.next(overlapping(2, Duration.ZERO), wish(2), set("xFNN", 2), false))
        .isEqualTo(new Shape(4, 2, true));
  }

  @Test
  void aTemplateWaitsForNoServerThatIsNotReadyAnyway() {
    assertThat(ShapeRules.next(overlapping(2, Duration.ZERO), wish(3), set("FFs", 2), false))
        .isEqualTo(new Shape(3, 2, true));
  }

  @Test
  void clientsAreNotSentToServersThatAreAboutToGo() {
    TokenState state = overlapping(3, Duration.ZERO);
    assertThat(Given.next(state, Given.TWO, wish(2), set("FFNN", 2))).isEqualTo(state);
  }
}
