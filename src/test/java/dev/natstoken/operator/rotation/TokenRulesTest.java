package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NEW;
import static dev.natstoken.operator.rotation.Given.NOW;
import static dev.natstoken.operator.rotation.Given.NO_REQUEST;
import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.ONE;
import static dev.natstoken.operator.rotation.Given.OTHER;
import static dev.natstoken.operator.rotation.Given.TWO;
import static dev.natstoken.operator.rotation.Given.before;
import static dev.natstoken.operator.rotation.Given.brought;
import static dev.natstoken.operator.rotation.Given.edited;
import static dev.natstoken.operator.rotation.Given.next;
import static dev.natstoken.operator.rotation.Given.overlapping;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.requested;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.settled;
import static dev.natstoken.operator.rotation.Given.wish;
import static dev.natstoken.operator.rotation.Given.withoutOverlap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules about the published token, by their numbers. */
class TokenRulesTest {

  /** What a user leaves who writes a token into the Secret. */
  private static TokenState overwritten(TokenState state, Token token) {
    return new TokenState(
        token,
        state.generation(),
        state.createdAt(),
        state.cause(),
        state.handledRequest(),
        state.pending(),
        state.overlap(),
        state.newestKnown());
  }

  private static TokenState discarded(Token token) {
    return new TokenState(
        token, 2, NOW, Cause.Discarded, NO_REQUEST, Optional.empty(), Optional.empty());
  }

  @Nested
  class NoToken1 {

    @Test
    void aGeneratedOneIsPublished() {
      assertThat(next(Optional.empty(), Map.of(), requested(wish(3), "r"), Optional.empty()))
          .isEqualTo(
              new TokenState(
                  NEW,
                  1,
                  NOW,
                  Cause.Created,
                  Optional.of("r"),
                  Optional.empty(),
                  Optional.empty()));
    }

    @Test
    void theOneThatTheUserBroughtIsPublished() {
      assertThat(
              next(Optional.empty(), Map.of(), brought(wish(3), OTHER), Optional.empty())
                  .published())
          .isEqualTo(OTHER);
    }

    @Test
    void serversWithAnEarlierOneGoOverWithoutAnOverlap() {
      assertThat(next(Optional.empty(), ONE, wish(3), before("FFF"))).isEqualTo(discarded(NEW));
    }
  }

  @Nested
  class OldCopy2 {

    private static final Map<Token, Long> LATER = Map.of(NEW, 3L);

    @Test
    void aTokenThatWasGivenUpStaysOutAndAllGoOverToAnother() {
      TokenState next = next(published(OLD), LATER, wish(3), before("FFF").map(OldCopy2::without));
      assertThat(next.published()).isEqualTo(OTHER);
      assertThat(next.generation()).isEqualTo(4);
      assertThat(next.cause()).isEqualTo(Cause.OldCopy);
      assertThat(next.rotating()).isFalse();
    }

    @Test
    void itStaysOutThoughTheConfigurationCameBackWithIt() {
      Map<Token, Long> both = Map.of(OLD, 1L, NEW, 3L);
      assertThat(next(published(OLD), both, wish(3), before("FFF").map(OldCopy2::without)).cause())
          .isEqualTo(Cause.OldCopy);
    }

    @Test
    void theTokenThatSomeServersStillHaveIsNoneThatWasGivenUp() {
      Map<Token, Long> both = Map.of(OLD, 1L, NEW, 2L);
      assertThat(next(published(OLD), both, wish(3), set("NFF", 0)).published()).isEqualTo(OLD);
    }

    @Test
    void aTokenWrittenByHandIsTakenWhateverWasCalledOffBefore() {
      TokenState calledOff = next(pending(), TWO, wish(3), set("NNF", 1));
      assertThat(calledOff.pending()).isEmpty();
      assertThat(calledOff.newestKnown()).isEqualTo(2);
      TokenState next = next(overwritten(calledOff, OTHER), TWO, wish(3), set("NNF", 1));
      assertThat(next.published()).isEqualTo(OTHER);
      assertThat(next.cause()).isEqualTo(Cause.Edited);
    }

    @Test
    void itComesBackWhereTheUserBringsItOrTakesItsNumberAway() {
      Optional<SetView> servers = before("FFF").map(OldCopy2::without);
      assertThat(next(published(OLD), LATER, brought(wish(3), OLD), servers).published())
          .isEqualTo(OLD);
      TokenState unnumbered =
          new TokenState(
              OLD, 0, NOW, Cause.Created, NO_REQUEST, Optional.empty(), Optional.empty());
      assertThat(next(unnumbered, LATER, wish(3), servers).published()).isEqualTo(OLD);
    }

    @Test
    void aSecretThatIsAheadOfEveryConfigurationIsNoCopy() {
      assertThat(next(discarded(NEW), ONE, wish(3), before("FFF"))).isEqualTo(discarded(NEW));
    }

    @Test
    void aSecretOfAResourceWhoseConfigurationsAreGoneIsNoCopy() {
      assertThat(next(published(OLD), Map.of(), wish(3), Optional.empty()).published())
          .isEqualTo(OLD);
    }

    /** None of them lets in the token of the Secret. */
    private static SetView without(SetView set) {
      return new SetView(
          set.replicas(),
          0,
          false,
          true,
          set.servers().stream()
              .map(s -> new Server(s.ordinal(), false, true, s.health(), true))
              .toList());
    }
  }

  @Nested
  class Overwritten3 {

    @Test
    void theEditedTokenIsInUseAndTheFormerOneStaysForAnOverlap() {
      assertThat(next(overwritten(published(OLD), NEW), ONE, wish(3), before("FFF")))
          .isEqualTo(edited());
    }

    @Test
    void thereIsNoOverlapWhereNoneIsPossible() {
      TokenState stored = overwritten(published(OLD), NEW);
      assertThat(next(stored, ONE, wish(1), before("F")).overlap()).isEmpty();
      assertThat(next(stored, ONE, withoutOverlap(wish(3)), before("FFF")).overlap()).isEmpty();
      assertThat(next(stored, ONE, wish(3), Optional.empty()).overlap()).isEmpty();
    }

    @Test
    void aPendingTokenGivesWay() {
      TokenState next = next(overwritten(pending(), OTHER), TWO, wish(3), set("FFN", 2));
      assertThat(next.pending()).isEmpty();
      assertThat(next.overlap()).map(Overlap::previousGeneration).contains(1L);
      assertThat(next.generation()).isEqualTo(3);
    }

    @Test
    void serversThatAreHeldWithAFormerOneKeepIt() {
      TokenState stored = overwritten(overlapping(2, Duration.ZERO), OTHER);
      assertThat(next(stored, TWO, wish(4), set("FFNN", 2)).overlap())
          .contains(new Overlap(1, Optional.of(OLD), 3, Optional.empty()));
    }

    @Test
    void afterTheLastOfThemGoesTheOverwrittenOneIsTheFormer() {
      TokenState stored = overwritten(overlapping(2, Given.OVERLAP), OTHER);
      assertThat(next(stored, TWO, wish(4), set("NNNN", 0)).overlap())
          .contains(new Overlap(2, Optional.empty(), 3, Optional.empty()));
    }

    @Test
    void theFormerTokenComesBackBeforeAnyServerCouldHaveItsSuccessor() {
      TokenState edited =
          next(overwritten(overlapping(1, Duration.ZERO), OTHER), TWO, wish(2), set("FN", 1));
      assertThat(edited.generation()).isEqualTo(3);
      TokenState next = next(overwritten(edited, OLD), TWO, wish(2), before("NF"));
      assertThat(next.published()).isEqualTo(OLD);
      assertThat(next.rotating()).isFalse();
    }

    @Test
    void theFormerTokenComesBackWithoutAnOverlap() {
      TokenState stored = overwritten(overlapping(2, Duration.ZERO), OLD);
      TokenState next = next(stored, TWO, wish(4), set("FFNN", 2));
      assertThat(next.published()).isEqualTo(OLD);
      assertThat(next.generation()).isEqualTo(1);
      assertThat(next.rotating()).isFalse();
    }

    @Test
    void aDiscardedTokenDoesNotStayForAnOverlap() {
      Map<Token, Long> configured = Map.of(OLD, 1L, NEW, 2L);
      TokenState stored = overwritten(discarded(NEW), OTHER);
      TokenState rolling = next(stored, configured, wish(3), set("OOs", 0));
      assertThat(rolling.overlap()).isEmpty();
      assertThat(rolling.cause()).isEqualTo(Cause.Discarded);
      assertThat(next(stored, ONE, wish(3), before("FFF")).overlap()).isEmpty();
      assertThat(next(stored, configured, wish(3), set("NNN", 0)).overlap()).isPresent();
    }

    @Test
    void anEditInARollLongAfterATokenWasDiscardedHasItsOverlap() {
      TokenState stored = overwritten(discarded(NEW), OTHER);
      TokenState next = next(stored, Map.of(NEW, 2L), wish(3), set("OOs", 0));
      assertThat(next.cause()).isEqualTo(Cause.Edited);
      assertThat(next.overlap()).map(Overlap::previousGeneration).contains(2L);
    }

    @Test
    void whatTheUserBringsComesBack() {
      TokenState steady = overwritten(published(OLD), OTHER);
      assertThat(next(steady, ONE, brought(wish(3), OLD), before("FFF"))).isEqualTo(published(OLD));
      TokenState during = overwritten(overlapping(2, Duration.ZERO), OLD);
      assertThat(next(during, TWO, brought(wish(4), NEW), set("FFNN", 2)))
          .isEqualTo(overlapping(2, Duration.ZERO));
    }

    @Test
    void aLostNumberIsNoNewToken() {
      TokenState lost =
          new TokenState(
              OLD, 0, NOW, Cause.Created, NO_REQUEST, Optional.empty(), Optional.empty());
      TokenState next = next(lost, ONE, wish(3), settled(3));
      assertThat(next.generation()).isEqualTo(1);
      assertThat(next.rotating()).isFalse();
    }

    @Test
    void aTokenThatIsAheadOfItsConfigurationKeepsItsNumber() {
      TokenState stored = discarded(NEW);
      assertThat(next(stored, ONE, wish(3), before("FFF"))).isEqualTo(stored);
    }
  }

  @Nested
  class NoServers4 {

    @Test
    void nothingOverlaps() {
      assertThat(next(pending(), TWO, requested(wish(3), "r"), Optional.empty()))
          .isEqualTo(published(OLD).withNewestKnown(2));
      assertThat(next(overlapping(1, Duration.ZERO), TWO, wish(3), Optional.empty()).rotating())
          .isFalse();
    }
  }
}
