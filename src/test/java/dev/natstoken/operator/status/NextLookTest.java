package dev.natstoken.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Cause;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextLookTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration RESYNC = Duration.ofMinutes(5);
  private static final Proof UNREACHABLE = new Proof.Unreachable("Pod a: no answer");
  private static final Observation STALLED =
      Observation.of(3, 3)
          .ready(3)
          .problem(Optional.of(new Problem(Reason.NameConflict, "Service a exists")))
          .build();

  @ParameterizedTest
  @CsvSource({"PT0S, PT2S", "PT8S, PT2S", "PT40S, PT10S", "PT2M, PT30S", "PT48H, PT30S"})
  void theLongerAProblemLastsTheMoreRarelyItIsLookedAt(Duration lasting, Duration wait) {
    assertThat(after(STALLED, lasting)).contains(wait);
    assertThat(after(observation(UNREACHABLE, null, false), lasting)).contains(wait);
  }

  @Test
  void theTransitionThatCountsIsTheLastOne() {
    List<Condition> conditions = List.of(since(Duration.ofHours(1)), since(Duration.ofSeconds(4)));
    assertThat(NextLook.after(STALLED, conditions, RESYNC, NOW)).contains(Duration.ofSeconds(2));
  }

  @Test
  void whatIsUnderWayIsLookedAtSoonHoweverLongItTakes() {
    Duration aLongTime = Duration.ofHours(1);
    assertThat(after(observation(new Proof.Pending(), null, false), aLongTime))
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void serversThatDoNotFindEachOtherAreAskedOftenAtFirst() {
    Observation joining = observation(new Proof.Joining(Situations.FEW_ROUTES), null, false);
    assertThat(after(joining, Duration.ZERO)).contains(Duration.ofMillis(200));
    assertThat(after(joining, Duration.ofHours(1))).contains(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT2S", "PT40S, PT10S", "PT48H, PT30S"})
  void serversThatAreMissingForLongAreLookedForRarely(Duration lasting, Duration wait) {
    Observation missing = Observation.of(3, 3).ready(2).build();
    assertThat(after(missing, lasting)).contains(wait);
  }

  @Test
  void thoseThatNobodyWatchesAreLookedForAsSoonAsEver() {
    Observation missing =
        Observation.of(3, 3)
            .ready(2)
            .attached(new Observation.Attached("app=nats", "nats://nats.shop.svc:4222"))
            .build();
    assertThat(after(missing, Duration.ofHours(1))).contains(NextLook.SOON);
  }

  @Test
  void thoseThatWereLookedAtTogetherAreLookedAtApart() {
    Set<Duration> waits =
        IntStream.range(0, 100)
            .mapToObj(i -> NextLook.spread(RESYNC, "uid-" + i, NOW))
            .collect(Collectors.toSet());
    assertThat(waits).hasSizeGreaterThan(80);
    assertThat(waits).allMatch(w -> w.compareTo(RESYNC) >= 0);
    assertThat(waits).allMatch(w -> w.compareTo(RESYNC.multipliedBy(6).dividedBy(5)) < 0);
    assertThat(NextLook.spread(RESYNC, "uid-1", NOW))
        .isNotEqualTo(NextLook.spread(RESYNC, "uid-1", NOW.plusSeconds(1)));
  }

  @Test
  void whatServesWaitsForTheResync() {
    assertThat(after(observation(new Proof.Proved(), null, false), Duration.ZERO)).isEmpty();
    Instant later = NOW.plus(RESYNC).plusSeconds(1);
    assertThat(after(observation(new Proof.Proved(), later, false), Duration.ZERO)).isEmpty();
  }

  @Test
  void aTokenIsRotatedWhenItIsDue() {
    Instant due = NOW.plusMillis(1500);
    assertThat(after(observation(new Proof.Proved(), due, false), Duration.ZERO))
        .contains(Duration.ofMillis(1500));
  }

  @Test
  void oneThatIsOverdueIsNotLookedAfterWithoutPause() {
    for (Instant due : List.of(NOW, NOW.minusSeconds(1), NOW.minus(Duration.ofDays(400)))) {
      assertThat(after(observation(new Proof.Proved(), due, false), Duration.ZERO))
          .contains(Duration.ofSeconds(2));
    }
  }

  @Test
  void serversThatNobodyWatchesAreLookedAtEveryHalfMinute() {
    assertThat(after(observation(new Proof.Proved(), null, true), Duration.ZERO))
        .contains(Duration.ofSeconds(30));
    assertThat(
            NextLook.after(
                observation(new Proof.Proved(), null, true),
                List.of(),
                Duration.ofSeconds(10),
                NOW))
        .as("where the resync comes before")
        .isEmpty();
  }

  @Test
  void aTurnThatIsWaitedForIsAskedForWhenItMayHaveCome() {
    Observation waits =
        Observation.of(3, 3)
            .ready(3)
            .rolledOut(true)
            .proof(new Proof.Proved())
            .waitsForTurn(Optional.of(Duration.ofSeconds(40)))
            .build();
    assertThat(after(waits, Duration.ofHours(1))).contains(Duration.ofSeconds(40));
  }

  private static Optional<Duration> after(Observation seen, Duration lasting) {
    return NextLook.after(seen, List.of(since(lasting)), RESYNC, NOW);
  }

  private static Condition since(Duration lasting) {
    return new ConditionBuilder().withLastTransitionTime(NOW.minus(lasting).toString()).build();
  }

  private static Observation observation(Proof proof, Instant due, boolean attached) {
    return new Observation(
        3,
        3,
        3,
        true,
        false,
        false,
        proof,
        Optional.empty(),
        Optional.of(new Observation.Token("a", 1, NOW, Cause.Created, Optional.ofNullable(due))),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        "sha256:0123",
        "2.15.2",
        Optional.empty(),
        attached ? Optional.of(new Observation.Attached("a=b", "nats://a:4222")) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
