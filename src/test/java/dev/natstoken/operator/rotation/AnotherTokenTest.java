package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Given.NEW;
import static dev.natstoken.operator.rotation.Given.OLD;
import static dev.natstoken.operator.rotation.Given.brought;
import static dev.natstoken.operator.rotation.Given.pending;
import static dev.natstoken.operator.rotation.Given.published;
import static dev.natstoken.operator.rotation.Given.requested;
import static dev.natstoken.operator.rotation.Given.set;
import static dev.natstoken.operator.rotation.Given.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnotherTokenTest {

  @Test
  void aBroughtTokenIsPublishedWhenTheUpperHalfHasIt() {
    TokenState waiting = pending(NEW, Cause.ExistingSecretChanged, Optional.empty());
    TokenState next = Given.next(waiting, Given.ONE, brought(wish(2), NEW), set("FN", 1));
    assertThat(next.published()).isEqualTo(NEW);
    assertThat(next.pending()).isEmpty();
    assertThat(next.overlap()).isPresent();
  }

  @Test
  void isWantedWhenSomethingAsksForIt() {
    assertThat(wanted(Optional.of(published(OLD)), requested(wish(2), "r"))).isTrue();
    assertThat(wanted(Optional.of(published(OLD)), brought(wish(2), NEW))).isTrue();
  }

  @Test
  void isNotWantedWithoutACause() {
    assertThat(wanted(Optional.of(published(OLD)), wish(2))).isFalse();
    assertThat(wanted(Optional.of(published(OLD)), brought(wish(2), OLD))).isFalse();
    assertThat(wanted(Optional.empty(), requested(wish(2), "r"))).isFalse();
  }

  private static boolean wanted(Optional<TokenState> stored, Wish wish) {
    return TokenRules.wantsAnother(
        new Situation(
            stored, Given.configured(Given.ONE), wish, Given.settled(2), Given.NOW, "uid"));
  }
}
