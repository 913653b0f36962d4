package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private Instant now = Instant.EPOCH;
  private final Turns turns = new Turns(8, () -> now);

  @Test
  void oneNamespaceMayHaveHalfOfAllTurns() {
    assertThat(takeMany("shop", 10)).isEqualTo(4);
    assertThat(turns.waiting()).isEqualTo(6);
  }

  @Test
  void whenHalfAreTakenANamespaceGetsOneAndNoMore() {
    takeMany("shop", 10);
    assertThat(takeMany("bank", 10)).isEqualTo(1);
    assertThat(takeMany("port", 10)).isEqualTo(1);
  }

  @Test
  void noMoreThanAllAreTaken() {
    takeMany("shop", 10);
    for (int i = 0; i < 10; i++) {
      turns.take(id("namespace-" + i, "orders"), false);
    }
    assertThat(turns.taken()).isEqualTo(8);
  }

  @Test
  void theEndOfATurnCallsWhoeverWaitsLongestInANamespaceThatMayHaveIt() {
    takeMany("shop", 5);
    turns.take(id("bank", "orders-0"), false);
    turns.take(id("bank", "orders-1"), false);
    assertThat(turns.end(id("bank", "orders-0"))).contains(id("bank", "orders-1"));
    assertThat(turns.take(id("bank", "orders-1"), false)).isTrue();
    assertThat(turns.end(id("shop", "orders-0"))).isEmpty();
    assertThat(turns.end(id("shop", "orders-1"))).contains(id("shop", "orders-4"));
  }

  @Test
  void linesAreAskedInARing() {
    Turns one = new Turns(2, () -> now);
    one.take(id("shop", "orders-0"), false);
    one.take(id("shop", "orders-1"), false);
    one.take(id("shop", "orders-2"), false);
    one.take(id("bank", "orders-0"), false);
    one.take(id("bank", "orders-1"), false);
    assertThat(one.end(id("bank", "orders-0"))).contains(id("bank", "orders-1"));
    assertThat(one.take(id("bank", "orders-1"), false)).isTrue();
    assertThat(one.end(id("shop", "orders-0"))).contains(id("shop", "orders-1"));
  }

  @Test
  void theTurnOfOneThatIsCalledIsKeptThoughOthersAskMeanwhile() {
    Turns one = twoTurnsForWhichAThirdWaits();
    assertThat(one.end(id("bank", "orders"))).contains(id("port", "orders"));
    assertThat(one.take(id("mall", "orders"), true)).as("quicker than the one called").isFalse();
    assertThat(one.take(id("port", "orders"), false)).isTrue();
    assertThat(one.taken()).isEqualTo(2);
    assertThat(one.end(id("shop", "orders"))).contains(id("mall", "orders"));
  }

  @Test
  void aCallThatNobodyFollowsKeepsNoTurn() {
    Turns one = twoTurnsForWhichAThirdWaits();
    assertThat(one.end(id("bank", "orders"))).contains(id("port", "orders"));
    now = now.plus(Turns.CALL);
    assertThat(one.take(id("mall", "orders"), false)).isTrue();
    assertThat(one.taken()).isEqualTo(2);
  }

  private Turns twoTurnsForWhichAThirdWaits() {
    Turns two = new Turns(2, () -> now);
    assertThat(two.take(id("shop", "orders"), false)).isTrue();
    assertThat(two.take(id("bank", "orders"), false)).isTrue();
    assertThat(two.take(id("port", "orders"), false)).isFalse();
    return two;
  }

  @Test
  void whoeverIsCalledAndComesLeavesTheLine() {
    takeMany("shop", 5);
    turns.end(id("shop", "orders-0"));
    turns.take(id("shop", "orders-4"), false);
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void whoeverWasChangedIsCalledBeforeThoseThatAreLookedAtAnyway() {
    takeMany("shop", 6);
    turns.take(id("shop", "orders-5"), true);
    assertThat(turns.waiting()).isEqualTo(2);
    assertThat(turns.end(id("shop", "orders-0"))).contains(id("shop", "orders-5"));
  }

  @Test
  void whoeverWasChangedKeepsItsPlace() {
    takeMany("shop", 5);
    turns.take(id("shop", "orders-5"), true);
    turns.take(id("shop", "orders-5"), false);
    assertThat(turns.end(id("shop", "orders-0"))).contains(id("shop", "orders-5"));
  }

  @Test
  void whoeverComesTwiceWaitsOnce() {
    takeMany("shop", 5);
    turns.take(id("shop", "orders-4"), false);
    assertThat(turns.waiting()).isEqualTo(1);
  }

  @Test
  void namespacesWhosePassesLastLeaveTheTurnsToOthers() {
    for (int i = 0; i < 8; i++) {
      turns.take(id("slow-" + i, "orders"), false);
    }
    assertThat(turns.take(id("shop", "orders"), false)).isFalse();
    now = now.plus(Turns.LONG);
    assertThat(turns.next()).contains(id("shop", "orders"));
    assertThat(turns.take(id("shop", "orders"), false)).isTrue();
    assertThat(takeMany("shop", 10)).isEqualTo(3);
  }

  @Test
  void slowNamespacesShareHalfAsManyTurns() {
    for (int i = 0; i < 8; i++) {
      turns.take(id("slow-" + i, "orders"), false);
      end(id("slow-" + i, "orders"), Turns.LONG);
    }
    assertThat(takeMany("slow-0", 10)).isEqualTo(2);
    assertThat(takeMany("slow-1", 10)).isEqualTo(1);
    assertThat(takeMany("slow-2", 10)).isEqualTo(1);
    assertThat(takeMany("slow-3", 10)).isZero();
  }

  @Test
  void aSlowNamespaceIsLikeOthersOnceAPassOfItEndedSoon() {
    turns.take(id("shop", "orders"), false);
    end(id("shop", "orders"), Turns.LONG);
    assertThat(takeMany("shop", 10)).isEqualTo(2);
    turns.end(id("shop", "orders-0"));
    turns.end(id("shop", "orders-1"));
    assertThat(takeMany("shop", 10)).isEqualTo(4);
  }

  @Test
  void howeverManyTurnOutSlowThePassesHaveALimit() {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += turns.take(id("slow-" + i, "orders"), false) ? 1 : 0;
      now = now.plus(Turns.LONG);
    }
    assertThat(taken).isEqualTo(32);
  }

  private void end(ResourceID resource, Duration after) {
    now = now.plus(after);
    turns.end(resource);
  }

  private int takeMany(String namespace, int resources) {
    int taken = 0;
    for (int i = 0; i < resources; i++) {
      taken += turns.take(id(namespace, "orders-" + i), false) ? 1 : 0;
    }
    return taken;
  }

  private static ResourceID id(String namespace, String name) {
    return new ResourceID(name, namespace);
  }
}
