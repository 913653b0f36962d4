package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NEW;
import static dev.natstoken.operator.rotation.Given.NOW;
import static dev.natstoken.operator.rotation.Given.OVERLAP;
import static dev.natstoken.operator.rotation.Given.before;
import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.wish;
import static dev.natstoken.operator.rotation.Given.withMajority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.rotation.RemovalRules.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovalRulesTest {

  @Test
  void allServersWithADiscardedTokenGoAtOnceWhateverBecomesOfTheOthers() {
    assertThat(removed(discarded(), wish(4), set("FfsF", 0)))
        .containsExactly(quickly(3), quickly(1), quickly(0));
  }

  @Test
  void oneThatFailsMayStartAgainWithIt() {
    assertThat(removed(discarded(), wish(2), set("xN", 0))).containsExactly(quickly(0));
  }

  @Test
  void nothingIsTakenBeforeItComesBackWithTheNewToken() {
    assertThat(removed(discarded(), wish(3), before("FFF"))).isEmpty();
    assertThat(removed(discarded(), wish(3), set("FFN", 2))).isEmpty();
    assertThat(ShapeRules.next(discarded(), wish(3), before("fff"), false))
        .isEqualTo(new Shape(3, 0, true).byTheOperator());
    assertThat(ShapeRules.next(discarded(), wish(3), set("FFN", 2), false))
        .isEqualTo(new Shape(3, 0, false).byTheOperator());
  }

  @Test
  void nobodyButTheOperatorReplacesServersUntilAllAreThereWithoutADiscardedToken() {
    assertThat(shape(before("FFF"))).isEqualTo(new Shape(3, 0, true).byTheOperator());
    assertThat(shape(onDelete("FNN"))).isEqualTo(new Shape(3, 0, false).byTheOperator());
    assertThat(shape(onDelete("-NN"))).isEqualTo(new Shape(3, 0, false).byTheOperator());
    assertThat(shape(onDelete("sNN")).onDelete()).isFalse();
    assertThat(shape(set("-NN", 0)).onDelete()).isFalse();
  }

  @Test
  void aDiscardedTokenEndsWhereTheOneReadyServerIsTheLast() {
    assertThat(ShapeRules.next(discarded(), wish(3), before("ffF"), false).templateMayChange())
        .isTrue();
  }

  @Test
  void whereAMajorityHasToBeReadyTheyGoOneAfterTheOther() {
    Wish majority = withMajority(wish(3));
    assertThat(removed(discarded(), majority, set("FFs", 0))).containsExactly(quickly(1));
    assertThat(RemovalRules.of(discarded(), majority, set("FFs", 0).get(), o -> false, true))
        .isEmpty();
  }

  @Test
  void atTheEndOfAnOverlapAServerThatFailsIsPassed() {
    assertThat(ShapeRules.next(over(), wish(3), set("FFX", 2), true).partition()).isEqualTo(1);
    assertThat(removed(over(), wish(3), set("FFX", 1))).containsExactly(slowly(1));
  }

  @Test
  void oneThatIsOnItsWayIsNot() {
    assertThat(ShapeRules.next(over(), wish(3), set("FFs", 2), true).partition()).isEqualTo(2);
    assertThat(removed(over(), wish(3), set("FFs", 1))).isEmpty();
    assertThat(removed(over(), wish(4), set("FFsX", 0))).isEmpty();
  }

  @Test
  void whereSeveralFailAndNoneWorksTheRestStays() {
    assertThat(ShapeRules.next(over(), wish(4), set("FFXX", 2), true).partition()).isEqualTo(2);
    assertThat(removed(over(), wish(4), set("FFXX", 0))).isEmpty();
    assertThat(removed(over(), wish(4), set("FFNX", 0))).containsExactly(slowly(1));
  }

  @Test
  void aMajorityOutlastsTheEndOfAnOverlap() {
    Wish majority = withMajority(wish(3));
    assertThat(ShapeRules.next(over(), majority, set("FFX", 2), true).partition()).isEqualTo(2);
    assertThat(removed(over(), majority, set("FFX", 1))).isEmpty();
  }

  @Test
  void beforeATokenIsPublishedNobodyIsTakenForIt() {
    assertThat(removed(pending(), wish(3), set("FFX", 1))).isEmpty();
  }

  @Test
  void anEditedTokenGetsAServerAlthoughTheFirstOneFails() {
    assertThat(ShapeRules.next(edited(), wish(3), set("FFX", 2), false).partition()).isEqualTo(1);
    assertThat(removed(edited(), wish(3), set("FFX", 1))).containsExactly(slowly(1));
    TokenState sent = Given.next(edited(), Given.TWO, wish(3), set("FFX", 1));
    assertThat(sent.overlap().orElseThrow().serversFrom()).isEqualTo(1);
    TokenState started = Given.next(sent, Given.TWO, wish(3), set("FNX", 1));
    assertThat(started.overlap().flatMap(Overlap::startedAt)).contains(NOW);
  }

  @Test
  void aChangedTemplateIsNotBroughtPastAServerThatItMayCure() {
    Shape shape = ShapeRules.next(edited(), wish(3), set("FFX", 2), false);
    assertThat(shape.changed().partition()).isEqualTo(2);
  }

  @Test
  void clientsAreSentToAServerThatWorksWhenAllOfTheirsFail() {
    TokenState next = Given.next(over(), Given.TWO, wish(3), set("FNX", 1));
    assertThat(next.overlap().orElseThrow().serversFrom()).isEqualTo(1);
    assertThat(Given.next(over(), Given.TWO, wish(3), set("FsX", 1))).isEqualTo(over());
  }

  @Test
  void aBrokenServerThatWouldComeBackOtherwiseIsTaken() {
    SetView view = set("NNX", 0).get();
    TokenState settled = published(NEW);
    assertThat(RemovalRules.of(settled, wish(3), view, o -> o == 2, false))
        .containsExactly(slowly(2));
    assertThat(RemovalRules.of(settled, wish(3), view, o -> false, false)).isEmpty();
    assertThat(RemovalRules.of(settled, wish(3), set("NNs", 0).get(), o -> o == 2, false))
        .isEmpty();
  }

  private static List<Removal> removed(TokenState state, Wish wish, Optional<SetView> set) {
    return RemovalRules.of(state, wish, set.orElseThrow(), ordinal -> false, false);
  }

  private static Shape shape(Optional<SetView> set) {
    return ShapeRules.next(discarded(), wish(3), set, false);
  }

  private static Optional<SetView> onDelete(String servers) {
    return set(servers, 0)
        .map(s -> new SetView(s.replicas(), 0, true, s.onTarget(), false, s.servers()));
  }

  private static Removal quickly(int ordinal) {
    return new Removal(ordinal, true);
  }

  private static Removal slowly(int ordinal) {
    return new Removal(ordinal, false);
  }

  private static TokenState over() {
    return overlapping(2, OVERLAP.plus(Duration.ofSeconds(1)));
  }

  private static TokenState discarded() {
    return new TokenState(
        NEW, 2, NOW, Cause.Discarded, Given.NO_REQUEST, Optional.empty(), Optional.empty());
  }
}
