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
import static dev.natstoken.operator.rotation.Given.every;
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

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules about a pending token and an overlap, by their numbers. */
class TokenRulesInRotationTest {

  private static final Duration MONTH = Duration.ofDays(30);

  @Nested
  class Pending5 {

    private static final Wish WISH = requested(wish(4), "r");

    @Test
    void isPublishedWhenTheUpperHalfIsProved() {
      assertThat(next(pending(), TWO, WISH, set("FFNN", 2)))
          .isEqualTo(
              new TokenState(
                  NEW,
                  2,
                  NOW,
                  Cause.Requested,
                  Optional.of("r"),
                  Optional.empty(),
                  Optional.of(new Overlap(1, Optional.of(OLD), 2, Optional.of(NOW)))));
    }

    @Test
    void isNotPublishedBefore() {
      assertThat(next(pending(), TWO, WISH, before("FFFF"))).isEqualTo(pending());
      assertThat(next(pending(), TWO, WISH, set("FFFN", 3))).isEqualTo(pending());
      assertThat(next(pending(), TWO, WISH, set("FFnN", 2))).isEqualTo(pending());
      assertThat(next(pending(), TWO, WISH, set("FFXN", 2))).isEqualTo(pending());
    }

    @Test
    void isPublishedAtOnceWhereNoOverlapIsPossible() {
      TokenState next = next(pending(), TWO, requested(wish(1), "r"), set("FFFX", 3));
      assertThat(next.published()).isEqualTo(NEW);
      assertThat(next.rotating()).isFalse();
      assertThat(next(pending(), TWO, withoutOverlap(WISH), set("FFFX", 3))).isEqualTo(next);
    }

    @Test
    void isWithdrawnWhenNothingAsksForItAnyMore() {
      assertThat(next(pending(), TWO, wish(4), set("FFFX", 3)))
          .isEqualTo(published(OLD).withNewestKnown(2));
      TokenState other = pending(NEW, Cause.ExistingSecretChanged, NO_REQUEST);
      assertThat(next(other, TWO, brought(wish(4), OLD), set("FFFX", 3)))
          .isEqualTo(published(OLD).withNewestKnown(2));
    }

    @Test
    void givesWayToYetAnotherThatTheUserBrings() {
      TokenState stored = pending(NEW, Cause.ExistingSecretChanged, NO_REQUEST);
      assertThat(next(stored, TWO, brought(wish(4), OTHER), set("FFFN", 3)))
          .isEqualTo(pending(OTHER, Cause.ExistingSecretChanged, NO_REQUEST));
    }

    @Test
    void leavesASecondRequestForLater() {
      Wish again = requested(wish(4), "r2");
      TokenState first = next(pending(), TWO, again, set("FFNN", 2));
      assertThat(first.handledRequest()).contains("r");
      assertThat(next(first, TWO, again, set("FFNN", 2))).isEqualTo(first);
      assertThat(next(first.withoutOverlap(), Map.of(NEW, 2L), again, settled(4)).pending())
          .flatMap(Pending::request)
          .contains("r2");
    }
  }

  @Nested
  class Overlap6 {

    @Test
    void startsWhenTheUpperHalfIsProved() {
      assertThat(next(edited(), TWO, wish(4), set("FFFN", 3))).isEqualTo(edited());
      assertThat(next(edited(), TWO, wish(4), set("FFNs", 2))).isEqualTo(edited());
      assertThat(next(edited(), TWO, wish(4), set("FFNN", 2)).overlap())
          .contains(new Overlap(1, Optional.empty(), 2, Optional.of(NOW)));
    }

    @Test
    void startsWithLessWhileTheOtherServersFail() {
      assertThat(next(edited(), TWO, wish(4), set("xxFN", 3)).overlap())
          .flatMap(Overlap::startedAt)
          .contains(NOW);
      assertThat(next(edited(), TWO, wish(4), set("xfFN", 3))).isEqualTo(edited());
    }

    @Test
    void isForgottenWhereItIsNotPossibleAnyMore() {
      assertThat(next(edited(), TWO, withoutOverlap(wish(3)), set("FFN", 2)).overlap()).isEmpty();
    }

    @Test
    void isForgottenWhenAllServersAreProved() {
      TokenState state = overlapping(2, Given.OVERLAP);
      assertThat(next(state, TWO, wish(4), set("NNNN", 1))).isEqualTo(state);
      assertThat(next(state, TWO, wish(4), set("nNNN", 0))).isEqualTo(state);
      assertThat(next(state, TWO, wish(4), set("NNNN", 0)).overlap()).isEmpty();
    }

    @Test
    void lastsEvenIfItsServersAreGoneBeforeTheirTime() {
      TokenState state = overlapping(1, Given.OVERLAP);
      assertThat(next(state, TWO, wish(2), set("-N", 0))).isEqualTo(state);
    }

    @Test
    void sendsClientsToThoseThatStayBeforeTheSetShrinks() {
      TokenState state = overlapping(2, Duration.ZERO);
      assertThat(next(state, TWO, wish(2), set("FsNN", 1))).isEqualTo(state);
      assertThat(next(state, TWO, wish(2), set("FNNN", 1)).overlap())
          .map(Overlap::serversFrom)
          .contains(1);
    }

    @Test
    void makesAnythingElseWait() {
      TokenState state = overlapping(2, Duration.ZERO);
      assertThat(next(state, TWO, requested(wish(4), "r2"), set("FFNN", 2))).isEqualTo(state);
      assertThat(next(state, TWO, brought(wish(4), OTHER), set("FFNN", 2))).isEqualTo(state);
    }
  }

  @Nested
  class Asked7 {

    @Test
    void anotherTokenBecomesPendingOnceAllIsSettled() {
      Wish wish = requested(wish(3), "r");
      assertThat(next(published(OLD), ONE, wish, set("NNs", 0))).isEqualTo(published(OLD));
      assertThat(next(published(OLD), ONE, wish, settled(3))).isEqualTo(pending());
    }

    @Test
    void itIsPublishedAtOnceWhereNoOverlapIsPossible() {
      TokenState expected = pending().publish(NOW, Optional.empty());
      Wish wish = requested(wish(1), "r");
      assertThat(next(published(OLD), ONE, wish, settled(1))).isEqualTo(expected);
      assertThat(next(published(OLD), ONE, withoutOverlap(requested(wish(3), "r")), settled(3)))
          .isEqualTo(expected);
      assertThat(next(published(OLD), ONE, requested(wish(3), "r"), Optional.empty()))
          .isEqualTo(expected);
    }

    @Test
    void aHandledOrRemovedRequestAsksForNothing() {
      TokenState handled = published(OLD).withHandledRequest(Optional.of("r"));
      assertThat(next(handled, ONE, requested(wish(3), "r"), settled(3))).isEqualTo(handled);
      assertThat(next(handled, ONE, wish(3), settled(3))).isEqualTo(handled);
    }

    @Test
    void aChangedExistingSecretAsks() {
      assertThat(next(published(OLD), ONE, brought(wish(3), NEW), settled(3)))
          .isEqualTo(pending(NEW, Cause.ExistingSecretChanged, NO_REQUEST));
    }

    @Test
    void theScheduleAsksOnceHoweverLateItIs() {
      Instant due = new Schedule(MONTH, Optional.empty()).next(published(OLD), "uid", NOW);
      Wish wish = every(wish(1), MONTH);
      TokenRulesAt at =
          (stored, now) ->
              TokenRules.next(
                  new Situation(
                      Optional.of(stored),
                      Given.configured(stored.published().equals(OLD) ? ONE : TWO),
                      wish,
                      settled(1),
                      now,
                      "uid"),
                  () -> NEW);
      assertThat(at.next(published(OLD), due.minusMillis(1))).isEqualTo(published(OLD));
      assertThat(at.next(published(OLD), due).cause()).isEqualTo(Cause.Scheduled);
      Instant late = due.plus(MONTH.multipliedBy(5));
      TokenState rotated = at.next(published(OLD), late);
      assertThat(rotated.createdAt()).isEqualTo(late);
      assertThat(at.next(rotated, late.plusSeconds(1))).isEqualTo(rotated);
    }
  }

  private interface TokenRulesAt {
    TokenState next(TokenState stored, Instant now);
  }

  @Nested
  class Unmet8 {

    @Test
    void aRequestForATokenThatTheUserBringsCountsAsHandled() {
      assertThat(next(published(OLD), ONE, requested(brought(wish(3), OLD), "r"), settled(3)))
          .isEqualTo(published(OLD).withHandledRequest(Optional.of("r")));
    }
  }
}
