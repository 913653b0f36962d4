package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static dev.natstoken.operator.status.Situations.at;
import static dev.natstoken.operator.status.Situations.condition;
import static dev.natstoken.operator.status.Situations.resource;
import static dev.natstoken.operator.status.Situations.states;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.TokenStatus;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StatusFactoryTest {

  private static final NatsTokenAuthStatus DONE =
      at(START).report(resource(1, null), Situations.DONE);

  @Test
  void workUnderWayIsNotReadyAndReconciling() {
    assertThat(states(fresh(Situations.WORKING)))
        .isEqualTo(Map.of("Ready", "False", "Reconciling", "True", "Verified", "Unknown"));
    assertThat(condition(fresh(Situations.WORKING), "Ready").getMessage()).contains("1 of 3");
  }

  @Test
  void serversThatAreReadyButNotProvedAreNotReadyYet() {
    assertThat(states(fresh(Situations.PROVING)))
        .isEqualTo(Map.of("Ready", "False", "Reconciling", "True", "Verified", "Unknown"));
    assertThat(condition(fresh(Situations.PROVING), "Ready").getReason()).isEqualTo("Proving");
  }

  @Test
  void aFailedProofIsNotReadyAndSaysWhy() {
    assertThat(states(fresh(Situations.MISMATCHED)))
        .isEqualTo(Map.of("Ready", "False", "Reconciling", "True", "Verified", "False"));
    assertThat(condition(fresh(Situations.MISMATCHED), "Verified").getMessage())
        .startsWith("Pod a: refuses the token. If that lasts, delete the pod");
    assertThat(condition(fresh(Situations.MISMATCHED), "Ready").getMessage())
        .endsWith("; one answers otherwise than it should: see Verified");
  }

  @Test
  void finishedWorkIsReadyAndNeitherReconcilingNorStalled() {
    assertThat(states(DONE)).isEqualTo(Map.of("Ready", "True", "Verified", "True"));
  }

  @Test
  void aProblemIsNotReadyAndStalledWithItsReasonAndMessage() {
    NatsTokenAuthStatus status = fresh(Situations.FAILING);
    assertThat(states(status))
        .isEqualTo(Map.of("Ready", "False", "Stalled", "True", "Verified", "Unknown"));
    for (String type : new String[] {"Ready", "Stalled"}) {
      assertThat(condition(status, type).getReason()).isEqualTo(Reason.PodsFailing.name());
      assertThat(condition(status, type).getMessage()).isEqualTo("Pod a does not start");
    }
  }

  @Test
  void anOpenServerStallsEvenWhenEverythingIsRolledOut() {
    NatsTokenAuthStatus status = fresh(Situations.OPEN_SERVER);
    assertThat(states(status))
        .isEqualTo(Map.of("Ready", "False", "Stalled", "True", "Verified", "False"));
    assertThat(condition(status, "Stalled").getReason())
        .isEqualTo(Reason.AuthenticationDisabled.name());
  }

  @Test
  void anOpenServerIsWorseThanAnyOtherProblem() {
    Observation both =
        Situations.observation(3, true, Situations.OPEN, Optional.of(Situations.PROBLEM));
    assertThat(condition(fresh(both), "Stalled").getReason())
        .isEqualTo(Reason.AuthenticationDisabled.name());
  }

  @Test
  void serversThatCannotBeReachedFromHereAreReadyButNotVerified() {
    NatsTokenAuthStatus status = fresh(Situations.UNREACHABLE);
    assertThat(states(status)).isEqualTo(Map.of("Ready", "True", "Verified", "Unknown"));
    assertThat(condition(status, "Verified").getReason()).isEqualTo("Unreachable");
  }

  @Test
  void aPauseKeepsWhatWasSaidOfReadinessAndProof() {
    NatsTokenAuthStatus paused = at(LATER).paused(resource(2, DONE));
    assertThat(states(paused))
        .isEqualTo(Map.of("Paused", "True", "Ready", "True", "Verified", "True"));
    assertThat(condition(paused, "Ready")).isEqualTo(condition(DONE, "Ready"));
    assertThat(withoutConditions(paused, 1)).isEqualTo(withoutConditions(DONE, 1));
  }

  @Test
  void aPausedResourceIsNeitherAtWorkNorStalledAndLosesThePauseAfterwards() {
    NatsTokenAuthStatus paused =
        at(LATER).paused(resource(2, at(START).report(resource(1, null), Situations.FAILING)));
    assertThat(states(paused)).doesNotContainKeys("Reconciling", "Stalled");
    assertThat(states(at(LATER).report(resource(3, paused), Situations.DONE)))
        .doesNotContainKey("Paused");
  }

  @Test
  void aResourceThatIsPausedFromTheStartIsOfUnknownReadiness() {
    assertThat(states(at(START).paused(resource(1, null))))
        .isEqualTo(Map.of("Paused", "True", "Ready", "Unknown"));
  }

  @Test
  void anErrorThatIsTriedAgainKeepsReadinessAndAddsReconciling() {
    NatsTokenAuthStatus retrying = at(LATER).retrying(resource(1, DONE), "away");
    assertThat(states(retrying))
        .isEqualTo(Map.of("Ready", "True", "Reconciling", "True", "Verified", "True"));
    assertThat(condition(retrying, "Ready")).isEqualTo(condition(DONE, "Ready"));
    assertThat(condition(retrying, "Reconciling").getMessage()).isEqualTo("away");
    assertThat(withoutConditions(retrying, 1)).isEqualTo(withoutConditions(DONE, 1));
  }

  @Test
  void anErrorBeforeTheFirstReportIsOfUnknownReadiness() {
    assertThat(states(at(START).retrying(resource(1, null), "away")))
        .isEqualTo(Map.of("Ready", "Unknown", "Reconciling", "True"));
  }

  @TestFactory
  Stream<DynamicTest> theSameSituationLaterMakesAnEqualStatusSoThatNothingIsWritten() {
    return forEverySituation(make -> {
      NatsTokenAuthStatus first = make.status(START, resource(1, DONE));
      assertThat(make.status(LATER, resource(1, first))).isEqualTo(first);
    });
  }

  @TestFactory
  Stream<DynamicTest> theStatusSpeaksOfTheNewestGenerationOfTheSpec() {
    return forEverySituation(make -> {
      assertThat(make.status(START, resource(1, null)).observedGeneration()).isEqualTo(1);
      assertThat(make.status(START, resource(7, DONE)).observedGeneration()).isEqualTo(7);
    });
  }

  @TestFactory
  Stream<DynamicTest> everyStatusTellsOfReadinessAndNoneIsBothAtWorkAndStalled() {
    return forEverySituation(make -> {
      Set<String> types = states(make.status(START, resource(1, DONE))).keySet();
      assertThat(types).contains("Ready");
      assertThat(types.containsAll(Set.of("Reconciling", "Stalled"))).isFalse();
    });
  }

  @Test
  void whatTheControllerHasYetToSeeLeavesReadyAsItIs() {
    NatsTokenAuthStatus status = at(LATER).report(resource(1, DONE), unseen(3));
    assertThat(states(status)).containsEntry("Ready", "True").containsEntry("Reconciling", "True");
    assertThat(condition(status, "Ready")).isEqualTo(condition(DONE, "Ready"));
    assertThat(condition(status, "Reconciling").getMessage()).contains("has yet to see");
    assertThat(states(at(LATER).report(resource(2, DONE), unseen(3))))
        .as("of another spec")
        .containsEntry("Ready", "False");
    assertThat(states(at(LATER).report(resource(1, DONE), unseen(2))))
        .as("of a server that has yet to get the configuration")
        .containsEntry("Ready", "False");
  }

  private static Observation unseen(int ready) {
    return Observation.of(3, 3).ready(ready).unseen(true).proof(new Proof.Proved()).build();
  }

  @Test
  void aProblemThatStoppedEverythingTakesNothingBackThatWasKnown() {
    Observation nothingDecided =
        Observation.of(3, 3).problem(Optional.of(Situations.PROBLEM)).build();
    NatsTokenAuthStatus status = at(LATER).report(resource(2, DONE), nothingDecided);
    assertThat(status.token()).isEqualTo(DONE.token());
    assertThat(status.configDigest()).isEqualTo(DONE.configDigest());
    assertThat(status.version()).isEqualTo(DONE.version());
  }

  @Test
  void aNewVersionIsNamedOnlyWhenItIsRolledOut() {
    assertThat(fresh(Situations.WORKING).version()).isNull();
    assertThat(DONE.version()).isEqualTo("2.15.2");
  }

  @Test
  void theTokenIsNamedByNumberTimeAndReason() {
    assertThat(DONE.token())
        .isEqualTo(
            new TokenStatus("orders-nats-token", 1L, "2026-01-02T03:04:05Z", "Created", null));
  }

  @Test
  void aProblemThatStoppedEverythingKeepsWhatWasProved() {
    Observation nothingDecided =
        new Observation(
            3,
            3,
            3,
            false,
            false,
            false,
            new Proof.Pending(),
            Optional.of(Situations.PROBLEM),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            null,
            null,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(states(at(LATER).report(resource(2, DONE), nothingDecided)))
        .containsEntry("Verified", "True");
  }

  @Test
  void clientsAreToldTheSecretAndTheAddress() {
    assertThat(DONE.binding()).isEqualTo(new NatsTokenAuthStatus.Binding("orders-nats-token"));
    assertThat(DONE.endpoint()).isEqualTo("nats://orders-nats.shop.svc:4222");
    assertThat(DONE.selector())
        .isEqualTo(
            "app.kubernetes.io/instance=orders,app.kubernetes.io/managed-by=nats-token-operator"
                + ",app.kubernetes.io/name=nats");
    assertThat(DONE.replicas()).isEqualTo(3);
    assertThat(DONE.readyReplicas()).isEqualTo(3);
  }

  private interface Make {
    NatsTokenAuthStatus status(Instant time, NatsTokenAuth resource);
  }

  private static Stream<DynamicTest> forEverySituation(Consumer<Make> check) {
    return Situations.all().entrySet().stream()
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(), () -> check.accept((time, r) -> e.getValue().apply(at(time), r))));
  }

  private static NatsTokenAuthStatus fresh(Observation seen) {
    return at(START).report(resource(1, null), seen);
  }

  private static NatsTokenAuthStatus withoutConditions(NatsTokenAuthStatus s, long generation) {
    return new NatsTokenAuthStatus(
        generation,
        null,
        s.replicas(),
        s.readyReplicas(),
        s.servers(),
        s.selector(),
        s.token(),
        s.rotation(),
        s.configDigest(),
        s.version(),
        s.endpoint(),
        s.binding(),
        s.claimSize(),
        s.certificateExpiresAt());
  }
}
