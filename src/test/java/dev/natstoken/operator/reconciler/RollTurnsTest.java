package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RollTurnsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final RollTurns turns = new RollTurns(2, now::get);

  @Test
  void soManyRollAtOnceAndTheNextOneWhenOneIsDone() {
    assertThat(turns.ask(ready("a"))).isEmpty();
    assertThat(turns.ask(ready("b"))).isEmpty();
    assertThat(turns.ask(ready("c"))).isPresent();
    assertThat(turns.ask(ready("a"))).as("its own turn goes on").isEmpty();
    turns.rolled(ready("a"));
    assertThat(turns.ask(ready("c"))).isEmpty();
    assertThat(turns.ask(ready("d"))).isPresent();
  }

  @Test
  void whoAskedForItByTheSpecDoesNotWait() {
    takeAll();
    assertThat(turns.ask(resource("c", 2, 1, "True"))).isEmpty();
    assertThat(turns.ask(resource("c", 1, 1, "True"))).isPresent();
  }

  @Test
  void aResourceThatIsNotReadyDoesNotWaitForItMayBeTheCure() {
    takeAll();
    assertThat(turns.ask(resource("c", 1, 1, "False"))).isEmpty();
  }

  @Test
  void oneThatNobodyHasLookedAtDoesNotWait() {
    takeAll();
    NatsTokenAuth fresh = ready("c");
    fresh.setStatus(null);
    assertThat(turns.ask(fresh)).isEmpty();
  }

  @Test
  void brokenServersHoldUpOthersForTenMinutesAndNoLonger() {
    takeAll();
    now.updateAndGet(t -> t.plus(RollTurns.LONGEST));
    assertThat(turns.ask(ready("c"))).isPresent();
    now.updateAndGet(t -> t.plusSeconds(1));
    assertThat(turns.ask(ready("c"))).isEmpty();
  }

  @Test
  void theMoreWaitTheMoreRarelyEachAsks() {
    takeAll();
    assertThat(turns.ask(ready("c"))).contains(Duration.ofSeconds(10));
    for (int i = 0; i < 20; i++) {
      assertThat(turns.ask(ready("w" + i))).isPresent();
    }
    assertThat(turns.ask(ready("c")).orElseThrow())
        .isGreaterThan(Duration.ofSeconds(60))
        .isLessThanOrEqualTo(RollTurns.LONGEST);
  }

  @Test
  void whoWaitsIsCountedUntilItsTurnOrUntilItAsksNoMore() {
    takeAll();
    assertThat(turns.ask(ready("c"))).isPresent();
    assertThat(turns.ask(ready("gone"))).isPresent();
    assertThat(turns.waiting()).isEqualTo(2);
    turns.rolled(ready("a"));
    assertThat(turns.ask(ready("c"))).isEmpty();
    assertThat(turns.waiting()).isEqualTo(1);
    now.updateAndGet(t -> t.plus(RollTurns.LONGEST.multipliedBy(2)).plusSeconds(1));
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void zeroIsNoLimit() {
    RollTurns any = new RollTurns(0, now::get);
    for (int i = 0; i < 20; i++) {
      assertThat(any.ask(ready("w" + i))).isEmpty();
    }
  }

  private void takeAll() {
    assertThat(turns.ask(ready("a"))).isEmpty();
    assertThat(turns.ask(ready("b"))).isEmpty();
  }

  private static NatsTokenAuth ready(String uid) {
    return resource(uid, 1, 1, "True");
  }

  private static NatsTokenAuth resource(String uid, int generation, int observed, String ready) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: shop, name: orders, uid: %s, generation: %d}
        status: {observedGeneration: %d, conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(uid, generation, observed, ready),
        NatsTokenAuth.class);
  }
}
