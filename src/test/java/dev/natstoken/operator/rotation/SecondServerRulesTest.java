package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NEW;
import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.ONE;
import static dev.natstoken.operator.rotation.Given.TWO;
import static dev.natstoken.operator.rotation.Given.before;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.requested;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.settled;
import static dev.natstoken.operator.rotation.Given.surging;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rotation of a single server, step by step. */
class SecondServerRulesTest {

  private static final Wish ASKED = requested(surging(), "r");

  @Test
  void aRequestMakesATokenPending() {
    TokenState next = Given.next(published(OLD), ONE, ASKED, settled(1));
    assertThat(next.pending().map(Pending::token)).contains(NEW);
    assertThat(next.published()).isEqualTo(OLD);
  }

  @Test
  void theSecondServerStartsWithItAndTheFirstStays() {
    assertThat(shape(pending(), before("F"), false)).isEqualTo(new Shape(2, 1, true));
    assertThat(shape(pending(), set("F", 1, 2), false)).isEqualTo(new Shape(2, 1, true));
    assertThat(listed(pending(), 2)).containsExactly(0);
  }

  @Test
  void nothingIsPublishedBeforeTheSecondServerIsProved() {
    for (String servers : new String[] {"F-", "Fs", "Fn", "FX"}) {
      assertThat(Given.next(pending(), TWO, ASKED, set(servers, 1))).isEqualTo(pending());
    }
  }

  @Test
  void thenClientsAreSentToItAlone() {
    TokenState next = Given.next(pending(), TWO, ASKED, set("FN", 1));
    assertThat(next.published()).isEqualTo(NEW);
    assertThat(next.overlap().flatMap(Overlap::previous)).contains(OLD);
    assertThat(listed(next, 2)).containsExactly(1);
    assertThat(shape(next, set("FN", 1), false)).isEqualTo(new Shape(2, 1, false));
  }

  @Test
  void afterTheOverlapTheFirstServerGoesOver() {
    TokenState over = overlapping(1, Given.OVERLAP);
    assertThat(shape(over, set("FN", 1), true)).isEqualTo(new Shape(2, 0, false));
    assertThat(Given.next(over, TWO, ASKED, set("nN", 0))).isEqualTo(over);
    assertThat(listed(over, 2)).containsExactly(1);
  }

  @Test
  void onceItIsProvedTheSecondOneGoes() {
    TokenState next = Given.next(overlapping(1, Given.OVERLAP), TWO, ASKED, set("NN", 0));
    assertThat(next.rotating()).isFalse();
    assertThat(listed(next, 2)).containsExactly(0);
    assertThat(shape(next, set("NN", 0), false)).isEqualTo(new Shape(1, 0, true));
  }

  @Test
  void itStaysWhileItAloneLetsInTheToken() {
    assertThat(shape(published(NEW), set("sN", 0), false).replicas()).isEqualTo(2);
    assertThat(shape(published(NEW), set("nN", 0), false).replicas()).isEqualTo(2);
  }

  @Test
  void moreReplicasInMidOverlapTakeItOver() {
    TokenState state = overlapping(1, Duration.ZERO);
    Shape shape = ShapeRules.next(state, Given.wish(3), set("FN", 1), false);
    assertThat(shape).isEqualTo(new Shape(3, 1, false));
  }

  @Test
  void aWithdrawalTakesItAway() {
    TokenState next = Given.next(pending(), TWO, surging(), set("FN", 1));
    assertThat(next.published()).isEqualTo(OLD);
    assertThat(next.rotating()).isFalse();
    assertThat(shape(next, before("NF"), false).replicas()).isEqualTo(1);
  }

  @Test
  void whoTakesItBackInMidOverlapKeepsItUntilTheEnd() {
    Wish without = Given.wish(1);
    TokenState state = overlapping(1, Duration.ZERO);
    assertThat(Given.next(state, TWO, without, set("FN", 1))).isEqualTo(state);
    assertThat(ShapeRules.next(state, without, set("FN", 1), false))
        .isEqualTo(new Shape(2, 1, false));
  }

  private static Shape shape(TokenState state, Optional<SetView> set, boolean over) {
    return ShapeRules.next(state, surging(), set, over);
  }

  private static int[] listed(TokenState state, int existing) {
    return PublishedServers.of(state, surging().servers(state), existing).ordinals().toArray();
  }
}
