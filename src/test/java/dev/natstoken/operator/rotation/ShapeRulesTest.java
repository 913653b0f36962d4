package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.before;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.settled;
import static dev.natstoken.operator.rotation.Given.wish;
import static dev.natstoken.operator.rotation.Given.withMajority;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules for the time without a rotation; the numbers are theirs. */
class ShapeRulesTest {

  static Shape next(TokenState state, int wanted, Optional<SetView> set) {
    return ShapeRules.next(state, wish(wanted), set, false);
  }

  private static Shape majority(TokenState state, int wanted, Optional<SetView> set) {
    return ShapeRules.next(state, withMajority(wish(wanted)), set, false);
  }

  static Shape over(int serversFrom, int wanted, Optional<SetView> set) {
    return ShapeRules.next(overlapping(serversFrom, Given.OVERLAP), wish(wanted), set, true);
  }

  static TokenState overlap(int serversFrom) {
    return overlapping(serversFrom, Duration.ZERO);
  }

  @Nested
  class NoSecondServer1 {

    @Test
    void aChangedTemplateWaitsForTheOthers() {
      assertThat(next(published(OLD), 3, set("NsN", 0)).templateMayChange()).isFalse();
      assertThat(next(published(OLD), 3, set("N-N", 0)).templateMayChange()).isFalse();
      assertThat(next(published(OLD), 2, set("sN", 0)).templateMayChange()).isFalse();
      assertThat(next(published(OLD), 3, set("NNN", 0)).templateMayChange()).isTrue();
    }

    @Test
    void aServerThatIsAwayAnywayIsNoSecondOne() {
      assertThat(next(published(OLD), 3, set("NNs", 0)).templateMayChange()).isTrue();
      assertThat(next(published(OLD), 3, set("sss", 0)).templateMayChange()).isTrue();
    }

    @Test
    void aStepOfARollOrOfARotationWaitsToo() {
      assertThat(next(published(OLD), 3, set("sNN", 2)).partition()).isEqualTo(2);
      assertThat(next(pending(), 5, set("fFFFN", 4)).partition()).isEqualTo(4);
      assertThat(over(2, 4, set("fFNN", 2)).partition()).isEqualTo(2);
    }

    @Test
    void oneThatFailsIsNotWaitedForWithoutJetStream() {
      assertThat(next(published(OLD), 3, set("NXN", 0)).templateMayChange()).isTrue();
      assertThat(next(published(OLD), 3, set("xNN", 2)).partition()).isEqualTo(1);
    }

    @Test
    void withJetStreamAFailingOneIsNotJoinedByAnother() {
      assertThat(majority(published(OLD), 3, set("NXN", 0)).templateMayChange()).isFalse();
      assertThat(majority(published(OLD), 3, set("xNN", 2)).partition()).isEqualTo(2);
      assertThat(majority(published(OLD), 5, set("NXNNN", 0)).templateMayChange()).isTrue();
    }

    @Test
    void withJetStreamARollMayCureTheUppermost() {
      assertThat(majority(published(OLD), 3, set("NNX", 0)).templateMayChange()).isTrue();
    }

    @Test
    void withJetStreamNothingIsSparedWhereTheMajorityIsLostOrNeverWas() {
      assertThat(majority(published(OLD), 3, set("XXN", 0)).templateMayChange()).isTrue();
      assertThat(majority(published(OLD), 2, set("XN", 0)).templateMayChange()).isTrue();
    }

    @Test
    void withJetStreamAChangedTemplateWaitsForTheEndOfARotation() {
      assertThat(majority(pending(), 3, set("FFN", 2)).templateMayChange()).isFalse();
      assertThat(majority(pending(), 3, set("FFX", 2)).templateMayChange()).isTrue();
      assertThat(majority(overlap(2), 3, set("FFN", 2)).templateMayChange()).isFalse();
    }
  }

  @Nested
  class WithoutARotation2 {

    @Test
    void theSetIsMadeAsWanted() {
      assertThat(next(published(OLD), 3, Optional.empty())).isEqualTo(new Shape(3, 0, true));
      assertThat(next(pending(), 3, Optional.empty())).isEqualTo(new Shape(3, 0, true));
    }

    @Test
    void itGetsTheWantedSize() {
      assertThat(next(published(OLD), 2, settled(4)).replicas()).isEqualTo(2);
      assertThat(next(published(OLD), 4, settled(2)).replicas()).isEqualTo(4);
    }

    @Test
    void itShrinksWhenThoseThatStayAreNotOnTheirWay() {
      assertThat(next(published(OLD), 2, set("sNNN", 0)).replicas()).isEqualTo(4);
      assertThat(next(published(OLD), 2, set("-NNN", 0)).replicas()).isEqualTo(4);
      assertThat(next(published(OLD), 2, set("XNNN", 0)).replicas()).isEqualTo(2);
      assertThat(next(published(OLD), 2, set("NNss", 0)).replicas()).isEqualTo(2);
    }

    @Test
    void aChangedTemplateBeginsAtTheTop() {
      assertThat(next(published(OLD), 3, settled(3)).changed().partition()).isEqualTo(2);
      assertThat(next(published(OLD), 2, settled(4)).changed().partition()).isEqualTo(1);
      assertThat(next(published(OLD), 1, settled(1)).changed().partition()).isZero();
      assertThat(next(published(OLD), 3, set("NNN", 1)).changed().partition()).isEqualTo(2);
    }

    @Test
    void newServersBeginWithAChangedTemplate() {
      assertThat(next(published(OLD), 4, settled(2)).changed()).isEqualTo(new Shape(4, 2, true));
    }

    @Test
    void soDoThoseAtTheTopThatAreNotReady() {
      assertThat(next(published(OLD), 4, set("NXss", 0)).changed().partition()).isEqualTo(1);
      assertThat(next(published(OLD), 3, set("sss", 0)).changed().partition()).isZero();
    }

    @Test
    void aRollGoesDownByOneWhenAllFromThePartitionOnAreProved() {
      assertThat(next(published(OLD), 3, set("OON", 2)).partition()).isEqualTo(1);
      assertThat(next(published(OLD), 3, set("ONN", 1)).partition()).isZero();
      assertThat(next(published(OLD), 3, set("OOn", 2)).partition()).isEqualTo(2);
      assertThat(next(published(OLD), 3, set("OOX", 2)).partition()).isEqualTo(2);
    }

    @Test
    void aSingleServerWaitsForNothing() {
      assertThat(next(published(OLD), 1, set("N", 0)).templateMayChange()).isTrue();
      assertThat(next(published(OLD), 1, set("X", 0)).templateMayChange()).isTrue();
    }
  }

  @Nested
  class WhereNoTemplateLetsClientsIn3 {

    @Test
    void allGoOverAtOnce() {
      assertThat(next(published(OLD), 3, before("FFF")).changed()).isEqualTo(new Shape(3, 0, true));
    }

    @Test
    void theTemplateWaitsForSomeoneToStandIn() {
      assertThat(next(published(OLD), 2, before("fF")).templateMayChange()).isFalse();
      assertThat(next(published(OLD), 2, before("-F")).templateMayChange()).isFalse();
      assertThat(next(published(OLD), 2, before("Ff")).templateMayChange()).isTrue();
    }

    @Test
    void thoseThatAreAboutToGoCannotStandIn() {
      assertThat(next(published(OLD), 2, before("fFFF")).templateMayChange()).isFalse();
    }

    @Test
    void itWaitsNeitherForFailingServersNorWhereNoneIsReadyNorForASingleOne() {
      assertThat(next(published(OLD), 2, before("xF")).templateMayChange()).isTrue();
      assertThat(next(published(OLD), 2, before("ff")).templateMayChange()).isTrue();
      assertThat(next(published(OLD), 1, before("F")).templateMayChange()).isTrue();
    }
  }
}
