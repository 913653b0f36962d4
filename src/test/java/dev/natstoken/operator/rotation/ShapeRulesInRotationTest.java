package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.before;
import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.ShapeRulesTest.next;
import static dev.natstoken.operator.rotation.ShapeRulesTest.over;
import static dev.natstoken.operator.rotation.ShapeRulesTest.overlap;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules about a split and an overlap, by their numbers. */
class ShapeRulesInRotationTest {

  @Nested
  class Split4 {

    @Test
    void beginsWithTheUppermost() {
      assertThat(next(pending(), 4, before("FFFF"))).isEqualTo(new Shape(4, 3, true));
      assertThat(next(pending(), 2, before("FF"))).isEqualTo(new Shape(2, 1, true));
    }

    @Test
    void goesOnByOneWhenAllFromThePartitionOnAreProved() {
      assertThat(next(pending(), 6, set("FFFFFN", 5)).partition()).isEqualTo(4);
      assertThat(next(pending(), 6, set("FFFFNN", 4)).partition()).isEqualTo(3);
    }

    @Test
    void waitsForTheProofAndForTheNewestRevision() {
      assertThat(next(pending(), 4, set("FFFn", 3)).partition()).isEqualTo(3);
      assertThat(next(pending(), 4, set("FFFs", 3)).partition()).isEqualTo(3);
      assertThat(next(pending(), 4, set("FFF-", 3)).partition()).isEqualTo(3);
      assertThat(next(pending(), 4, set("FFFO", 3)).partition()).isEqualTo(3);
      assertThat(next(pending(), 4, set("FFFNF", 3, 4)).partition()).isEqualTo(3);
    }

    @Test
    void waitsForeverForAServerThatDoesNotStart() {
      assertThat(next(pending(), 4, set("FFFX", 3))).isEqualTo(new Shape(4, 3, true));
    }

    @Test
    void stopsAtHalf() {
      assertThat(next(pending(), 4, set("FFNN", 2)).partition()).isEqualTo(2);
      assertThat(next(pending(), 5, set("FFFNN", 3)).partition()).isEqualTo(3);
      assertThat(next(pending(), 2, set("FN", 1)).partition()).isEqualTo(1);
    }

    @Test
    void doesNotGoBackWhenTheSetGrows() {
      assertThat(next(pending(), 4, set("FN", 1))).isEqualTo(new Shape(4, 1, true));
    }
  }

  @Nested
  class BeforeTheOverlap5 {

    @Test
    void sizeAndTemplateFollowTheUser() {
      assertThat(next(pending(), 3, set("FFFX", 3))).isEqualTo(new Shape(3, 2, true));
      assertThat(next(pending(), 2, set("FFNN", 2))).isEqualTo(new Shape(2, 1, true));
      assertThat(next(edited(), 4, set("FX", 1))).isEqualTo(new Shape(4, 1, true));
    }
  }

  @Nested
  class TheLastServerWithTheFormerToken6 {

    private static final boolean HELD = false;

    @Test
    void isNotTakenWhileOthersAreOnTheirWay() {
      assertThat(next(pending(), 2, before("fF"))).isEqualTo(new Shape(2, 0, HELD));
      assertThat(next(pending(), 2, before("-F"))).isEqualTo(new Shape(2, 0, HELD));
      assertThat(next(edited(), 2, before("fF"))).isEqualTo(new Shape(2, 0, HELD));
      assertThat(next(pending(), 3, set("fFN", 2)).partition()).isEqualTo(2);
    }

    @Test
    void isNotTakenBeforeItIsReadyEither() {
      assertThat(next(pending(), 3, set("xfN", 2)).partition()).isEqualTo(2);
    }

    @Test
    void isNotTakenWhileOthersFail() {
      assertThat(next(pending(), 2, before("xF"))).isEqualTo(new Shape(2, 0, HELD));
      assertThat(next(pending(), 3, set("xFN", 2)).partition()).isEqualTo(2);
      assertThat(next(edited(), 3, set("xFN", 2)).partition()).isEqualTo(2);
    }

    @Test
    void isNotTakenByShrinking() {
      assertThat(next(pending(), 2, before("xxFF"))).isEqualTo(new Shape(4, 0, HELD));
    }

    @Test
    void isTakenForAnEditedTokenThatNoServerHas() {
      assertThat(next(edited(), 2, before("xF"))).isEqualTo(new Shape(2, 1, true));
    }

    @Test
    void holdsNothingUpOnceItIsGone() {
      assertThat(next(pending(), 2, set("fX", 1))).isEqualTo(new Shape(2, 1, true));
    }
  }

  @Nested
  class Overlap7 {

    @Test
    void keepsThePartitionUntilItIsOver() {
      assertThat(next(overlap(2), 4, set("FFNN", 2))).isEqualTo(new Shape(4, 2, true));
      assertThat(over(2, 4, set("FFNN", 2))).isEqualTo(new Shape(4, 1, true));
    }

    @Test
    void goesDownInStepsThenEvenPastTheLastServerWithTheFormerToken() {
      assertThat(over(2, 4, set("FsNN", 1)).partition()).isEqualTo(1);
      assertThat(over(2, 4, set("FNNN", 1)).partition()).isEqualTo(0);
      assertThat(over(2, 4, set("xFNN", 2)).partition()).isEqualTo(1);
    }

    @Test
    void doesNotGoUpAgainWhenAnOldClientComesBack() {
      assertThat(next(overlap(2), 4, set("FNNN", 1)).partition()).isEqualTo(1);
    }
  }

  @Nested
  class SizeDuringAnOverlap8 {

    @Test
    void growsAtOnce() {
      assertThat(next(overlap(1), 4, set("FN", 1))).isEqualTo(new Shape(4, 1, false));
    }

    @Test
    void shrinksToServersOfBothTokens() {
      assertThat(next(overlap(2), 3, set("FFNN", 2))).isEqualTo(new Shape(3, 2, false));
    }

    @Test
    void firstBringsTheNewTokenToThoseThatStay() {
      assertThat(next(overlap(2), 2, set("FFNN", 2)))
          .extracting(Shape::replicas, Shape::partition)
          .containsExactly(4, 1);
      assertThat(next(overlap(2), 2, set("FNNN", 1)).replicas()).isEqualTo(4);
      assertThat(next(overlap(1), 2, set("FNNN", 1)).replicas()).isEqualTo(2);
    }

    @Test
    void doesNotShrinkWhileAServerIsNotProved() {
      assertThat(next(overlap(2), 3, set("FFnN", 2)).replicas()).isEqualTo(4);
    }

    @Test
    void waitsForTheEndBeforeItShrinksToOne() {
      assertThat(next(overlap(2), 1, set("FFNN", 2)))
          .extracting(Shape::replicas, Shape::partition)
          .containsExactly(4, 2);
    }
  }

  @Nested
  class TemplateDuringAnOverlap9 {

    @Test
    void waitsWhileTheUppermostIsTheOnlyOne() {
      assertThat(next(overlap(1), 2, set("FN", 1)).templateMayChange()).isFalse();
      assertThat(next(overlap(2), 4, set("FFsN", 2)).templateMayChange()).isFalse();
      assertThat(next(overlap(2), 4, set("FFNN", 2)).templateMayChange()).isTrue();
      assertThat(next(overlap(2), 4, set("FFNs", 2)).templateMayChange()).isTrue();
    }

    @Test
    void aServerThatClientsAreNotSentToCannotStandIn() {
      assertThat(over(1, 2, set("NN", 0)).templateMayChange()).isFalse();
      assertThat(over(1, 2, set("FN", 0)).templateMayChange()).isFalse();
    }

    @Test
    void norCanOneThatIsAboutToGo() {
      assertThat(next(overlap(2), 3, set("FFNN", 2))).isEqualTo(new Shape(3, 2, false));
    }

    @Test
    void mayBeTheCureForAServerThatFails() {
      assertThat(next(overlap(1), 2, set("FX", 1)).templateMayChange()).isTrue();
      assertThat(next(overlap(2), 4, set("FFXN", 2)).templateMayChange()).isTrue();
      assertThat(next(overlap(1), 3, set("xsN", 1)).templateMayChange()).isFalse();
    }
  }
}
