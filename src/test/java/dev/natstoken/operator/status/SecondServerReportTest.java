package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.condition;
import static dev.natstoken.operator.status.Situations.resource;
import static dev.natstoken.operator.status.Situations.states;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is said of the second server that a single one gets for a rotation. */
class SecondServerReportTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Problem NO_ROOM =
      new Problem(Reason.PodsRefused, "Kubernetes refuses pods: exceeded quota. Raise the quota");

  @Test
  void itRunsForTheRotationInEveryPhase() {
    assertThat(message(Phase.Split, Optional.empty())).contains("a second server starts with it");
    assertThat(message(Phase.Overlap, Optional.empty())).endsWith("a second server runs so long");
    assertThat(message(Phase.Finish, Optional.empty())).endsWith("while the second one stands in");
  }

  @Test
  void whereThereIsNoRoomForItTheOnlyOneStaysReady() {
    NatsTokenAuthStatus status = report(rotating(Phase.Split, Optional.of(NO_ROOM)));
    assertThat(states(status))
        .containsEntry("Ready", "True")
        .containsEntry("Reconciling", "True")
        .doesNotContainKey("Stalled");
    assertThat(condition(status, "Ready").getMessage())
        .contains("no room for it", NO_ROOM.message(), "spec.rotation.surge: false");
  }

  @Test
  void anotherProblemIsOne() {
    Problem failing = new Problem(Reason.PodsFailing, "Pod orders-nats-1 does not start");
    assertThat(states(report(rotating(Phase.Split, Optional.of(failing)))))
        .containsEntry("Ready", "False")
        .containsEntry("Stalled", "True");
  }

  @Test
  void onceClientsNeedItNoRoomForItIsAProblem() {
    assertThat(states(report(rotating(Phase.Overlap, Optional.of(NO_ROOM)))))
        .containsEntry("Stalled", "True");
  }

  @Test
  void whileItLeavesTheOnlyOneIsReady() {
    NatsTokenAuthStatus status =
        report(
            Observation.of(1, 1)
                .ready(1)
                .leaving(true)
                .proof(new Proof.Proved())
                .token(Situations.token(2, NOW))
                .build());
    assertThat(states(status))
        .containsEntry("Ready", "True")
        .containsEntry("Verified", "True")
        .containsEntry("Reconciling", "True");
    assertThat(condition(status, "Reconciling").getReason()).isEqualTo("Leaving");
  }

  private static String message(Phase phase, Optional<Problem> problem) {
    return condition(report(rotating(phase, problem)), "Ready").getMessage();
  }

  private static NatsTokenAuthStatus report(Observation seen) {
    return Situations.at(NOW).report(resource(1, null), seen);
  }

  private static Observation rotating(Phase phase, Optional<Problem> problem) {
    boolean published = phase == Phase.Overlap || phase == Phase.Finish;
    return Observation.of(2, 1)
        .ready(1)
        .problem(problem)
        .token(Situations.token(published ? 2 : 1, NOW))
        .rotation(
            Optional.of(
                new Observation.Rotation(
                    phase,
                    Cause.Requested,
                    1,
                    2,
                    published ? Optional.of(NOW) : Optional.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    true,
                    true)))
        .build();
  }
}
