package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.ObservationBuilder;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Phase;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The numbers are those of the rules. */
class ReadyRulesTest {

  private static final Map<String, String> READY = Map.of("Ready", "True");
  private static final Map<String, String> READY_AND_MOVING =
      Map.of("Ready", "True", "Reconciling", "True");
  private static final Map<String, String> MOVING = Map.of("Ready", "False", "Reconciling", "True");
  private static final Map<String, String> STUCK = Map.of("Ready", "False", "Stalled", "True");

  @Nested
  class AProblem1 {

    @Test
    void stalls() {
      assertThat(states(done().problem(problem(Reason.PodsFailing)))).isEqualTo(STUCK);
    }

    @Test
    void isOutdoneByAServerThatLetsAnybodyIn() {
      Observation seen =
          done().problem(problem(Reason.PodsFailing)).proof(new Proof.Open("Pod a: open")).build();
      assertThat(message(seen, "Stalled")).startsWith("Pod a: open. Delete the pod");
    }

    @Test
    void ofSomebodyElsesServersIsNotToBeMendedByDeletingAPod() {
      Observation seen =
          done()
              .attached(new Observation.Attached("app=nats", "nats://nats:4222"))
              .proof(new Proof.Open("Pod a: open"))
              .build();
      assertThat(message(seen, "Stalled")).isEqualTo("Pod a: open");
    }

    @Test
    void isNoneWhereItOnlyKeepsTheSecondServerAway() {
      for (Reason noRoom : List.of(Reason.PodsRefused, Reason.PodsUnschedulable)) {
        assertThat(states(single(true, true, Optional.empty()).problem(problem(noRoom))))
            .isEqualTo(READY_AND_MOVING);
      }
    }

    @Test
    void isOneWhereNobodyServesOrTheSecondIsThereOrNoneIsWanted() {
      Optional<Problem> noRoom = problem(Reason.PodsRefused);
      assertThat(states(single(true, false, Optional.empty()).problem(noRoom))).isEqualTo(STUCK);
      assertThat(states(single(true, true, Optional.of(LATER)).problem(noRoom))).isEqualTo(STUCK);
      assertThat(states(single(false, true, Optional.empty()).problem(noRoom))).isEqualTo(STUCK);
      assertThat(states(done().problem(noRoom))).isEqualTo(STUCK);
    }

    @Test
    void ofAnotherKindIsOneEvenThere() {
      assertThat(states(single(true, true, Optional.empty()).problem(problem(Reason.PodsFailing))))
          .isEqualTo(STUCK);
    }
  }

  @Nested
  class ARotation2 {

    @Test
    void isReadyWhileThePublishedTokenGetsIn() {
      assertThat(states(rotating(Phase.Split, true))).isEqualTo(READY_AND_MOVING);
      assertThat(states(rotating(Phase.Split, false))).isEqualTo(MOVING);
    }

    @Test
    void movesNothingInAnOverlapUnlessAChangeOfTheSpecWaits() {
      assertThat(states(rotating(Phase.Overlap, true))).isEqualTo(READY);
      assertThat(states(rotating(Phase.Overlap, true).held(true))).isEqualTo(READY_AND_MOVING);
    }

    @Test
    void excusesNoProofThatFailed() {
      assertThat(states(rotating(Phase.Split, true).proof(new Proof.Failed("refuses"))))
          .isEqualTo(MOVING);
    }
  }

  @Nested
  class Done3 {

    @Test
    void isReadyWhenAllAreThereAndProvedAsFarAsTheyCanBeAsked() {
      assertThat(states(done())).isEqualTo(READY);
      assertThat(states(done().proof(new Proof.Unreachable("silent")))).isEqualTo(READY);
      assertThat(states(done().proof(new Proof.Inconclusive("full")))).isEqualTo(READY);
      assertThat(message(done().build(), "Ready")).isEqualTo("All 3 servers are ready");
    }

    @Test
    void takesAProofOfEachWithRequireProof() {
      Observation silent = done().proof(new Proof.Unreachable("silent")).build();
      assertThat(states(silent, "requireProof: true")).isEqualTo(MOVING);
      assertThat(message(silent, "requireProof: true", "Ready")).contains("see Verified");
      assertThat(states(done().build(), "requireProof: true")).isEqualTo(READY);
    }

    @Test
    void saysWhatStillGoesOn() {
      assertThat(states(done().rolledOut(false).leaving(true))).isEqualTo(READY_AND_MOVING);
      Observation.Claims growing = new Observation.Claims("1Gi", Optional.of("A claim grows"));
      assertThat(message(done().claims(Optional.of(growing)).build(), "Reconciling"))
          .isEqualTo("A claim grows");
      Observation.Claims grown = new Observation.Claims("1Gi", Optional.empty());
      assertThat(states(done().claims(Optional.of(grown)))).isEqualTo(READY);
    }

    @Test
    void tellsOfOneServerAndOfNotes() {
      Observation seen =
          serving(Observation.of(1, 1).ready(1)).note(Optional.of("mind the gap")).build();
      assertThat(message(seen, "Ready")).isEqualTo("The server is ready; mind the gap");
    }

    @Test
    void waitsForAChangeOfTheSpecThatIsHeld() {
      assertThat(states(done().held(true))).isEqualTo(MOVING);
      assertThat(message(done().held(true).build(), "Ready")).contains("change of the spec waits");
    }
  }

  @Nested
  class UnderWay4 {

    @Test
    void saysWhetherRoutesAProofOrServersAreMissing() {
      assertThat(reason(done().proof(new Proof.Joining(Situations.FEW_ROUTES))))
          .isEqualTo("Joining");
      assertThat(reason(done().proof(new Proof.Pending()))).isEqualTo("Proving");
      assertThat(reason(done().rolledOut(false))).isEqualTo("RollingOut");
      assertThat(reason(done().rolledOut(false).leaving(true).proof(new Proof.Failed("refuses"))))
          .isEqualTo("Proving");
    }

    @Test
    void countsTheServers() {
      assertThat(message(done().rolledOut(false).ready(1).build(), "Reconciling"))
          .isEqualTo("1 of 3 servers ready on the newest configuration");
    }

    @Test
    void saysThatClientsAreCutOffWhileTheOnlyServerRestarts() {
      assertThat(message(Observation.of(1, 1).build(), "Ready")).contains("clients are cut off");
    }
  }

  @Nested
  class Unseen5 {

    @Test
    void staysReadyIfItWasAndAllHaveTheConfiguration() {
      assertThat(states(unseen(3), 1)).isEqualTo(READY_AND_MOVING);
      assertThat(Conditions.find(conditions(unseen(3), "{}", 1), "Ready").orElseThrow())
          .returns("before", Condition::getMessage);
    }

    @Test
    void doesNotStayForAnotherSpecNorWhileServersLackTheConfiguration() {
      assertThat(states(unseen(3), 2)).isEqualTo(MOVING);
      assertThat(states(unseen(2), 1)).isEqualTo(MOVING);
    }

    private static Observation unseen(int ready) {
      return done().rolledOut(false).unseen(true).ready(ready).build();
    }
  }

  @Nested
  class Overdue6 {

    @Test
    void aTokenThatIsDueIsToldWithWhatItWaitsFor() {
      Observation.Token due =
          new Observation.Token("orders-nats-token", 1, START, Cause.Created, Optional.of(START));
      assertThat(message(done().token(due).rolledOut(false).build(), "Ready"))
          .contains("has been due for a change since " + START);
      assertThat(message(done().token(due).problem(problem(Reason.PodsFailing)).build(), "Stalled"))
          .contains("has been due for a change since " + START);
      assertThat(message(done().token(due).build(), "Ready")).doesNotContain("due");
    }
  }

  private static ObservationBuilder done() {
    return serving(Observation.of(3, 3).ready(3));
  }

  private static ObservationBuilder serving(ObservationBuilder servers) {
    return servers.rolledOut(true).proof(new Proof.Proved()).token(Situations.token(1, START));
  }

  private static ObservationBuilder rotating(Phase phase, boolean serving) {
    return done().rotation(Optional.of(rotation(phase, false, serving, Optional.empty())));
  }

  /** A single server whose token changes. */
  private static ObservationBuilder single(
      boolean second, boolean serving, Optional<Instant> overlapEndsAt) {
    return serving(Observation.of(2, 1).ready(1))
        .rotation(Optional.of(rotation(Phase.Split, second, serving, overlapEndsAt)));
  }

  private static Observation.Rotation rotation(
      Phase phase, boolean second, boolean serving, Optional<Instant> overlapEndsAt) {
    return new Observation.Rotation(
        phase,
        Cause.Requested,
        1,
        2,
        overlapEndsAt,
        OptionalInt.empty(),
        List.of(),
        second,
        serving);
  }

  private static Optional<Problem> problem(Reason reason) {
    return Optional.of(new Problem(reason, "a problem"));
  }

  private static Map<String, String> states(ObservationBuilder seen) {
    return states(seen.build(), "{}");
  }

  private static Map<String, String> states(Observation seen, String spec) {
    return states(conditions(seen, spec, 2));
  }

  private static Map<String, String> states(Observation seen, long generation) {
    return states(conditions(seen, "{}", generation));
  }

  private static Map<String, String> states(List<Condition> conditions) {
    return conditions.stream().collect(Collectors.toMap(Condition::getType, Condition::getStatus));
  }

  private static String reason(ObservationBuilder seen) {
    return Conditions.find(conditions(seen.build(), "{}", 2), "Ready").orElseThrow().getReason();
  }

  private static String message(Observation seen, String type) {
    return message(seen, "{}", type);
  }

  private static String message(Observation seen, String spec, String type) {
    return Conditions.find(conditions(seen, spec, 2), type).orElseThrow().getMessage();
  }

  /** It was Ready for generation 1 of the spec. */
  private static List<Condition> conditions(Observation seen, String spec, long generation) {
    List<Condition> before =
        new Conditions(Clock.fixed(START, ZoneOffset.UTC), 1, List.of())
            .set(ConditionState.READY_TRUE, Reason.Serving, "before")
            .list();
    Conditions conditions = new Conditions(Clock.fixed(LATER, ZoneOffset.UTC), generation, before);
    ReadyRules.set(conditions, spec(spec), seen, LATER);
    return conditions.list();
  }

  private static NatsTokenAuthSpec spec(String spec) {
    return Serialization.unmarshal("spec: {" + spec.replace("{}", "") + "}", NatsTokenAuth.class)
        .specOrDefaults();
  }
}
