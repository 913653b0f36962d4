package dev.natstoken.operator.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.TokenStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which Events a change of the status is worth. */
class TransitionsTest {

  private static final NatsTokenAuthStatus FIRST = status(1, null, "sha256:1", ready());

  private final List<String> told = new ArrayList<>();
  private final Transitions transitions =
      new Transitions(
          (_, reason, note) -> told.add(reason + ": " + note), new StalledNote(Optional.empty()));

  @Test
  void theFirstStatusTellsOfTheTokenTheRolloutAndReadiness() {
    publish(null, FIRST);
    assertThat(told)
        .containsExactly(
            "TokenPublished: Secret orders-nats-token holds token generation 1",
            "RolloutStarted: Rolling out configuration sha256:1",
            "Ready: All 3 servers are ready, token generation 1");
  }

  @Test
  void anEqualStatusTellsNothing() {
    publish(FIRST, FIRST);
    assertThat(told).isEmpty();
  }

  @Test
  void aRotationTellsOfItsBeginningItsOverlapTheNewTokenAndItsEnd() {
    NatsTokenAuthStatus split = status(1, rotation("Split"), "sha256:1", ready());
    NatsTokenAuthStatus overlap = status(2, rotation("Overlap"), "sha256:1", ready());
    NatsTokenAuthStatus finish = status(2, rotation("Finish"), "sha256:1", ready());
    NatsTokenAuthStatus done = status(2, null, "sha256:1", ready());
    publish(FIRST, split);
    publish(split, split);
    publish(split, overlap);
    publish(overlap, finish);
    publish(finish, done);
    assertThat(told)
        .containsExactly(
            "RotationStarted: Token generation 2 will follow 1, because the annotation"
                + " natstoken.dev/rotate asked for it",
            "TokenChanged: Secret orders-nats-token holds a new token: generation 2 after 1,"
                + " because the annotation natstoken.dev/rotate asked for it",
            "OverlapStarted: Both tokens work until 2026-01-02T03:04:05Z; connected with the former"
                + " one: 4",
            "RotationFinished: Only token generation 2 works from now on");
  }

  @Test
  void aRotationThatEndsBeforeItsTokenIsPublishedIsWithdrawn() {
    publish(status(1, rotation("Prepare"), "sha256:1", ready()), FIRST);
    assertThat(told)
        .containsExactly(
            "RotationWithdrawn: Token generation 2 was called off before it was published");
  }

  @Test
  void aProblemIsToldOnceAndAgainWhenItsMessageChanges() {
    NatsTokenAuthStatus one = status(1, null, "sha256:1", stalled("Pod a"));
    NatsTokenAuthStatus other = status(1, null, "sha256:1", stalled("Pod b"));
    publish(FIRST, one);
    publish(one, one);
    publish(one, other);
    assertThat(told).containsExactly("Stalled: PodsFailing: Pod a", "Stalled: PodsFailing: Pod b");
  }

  @Test
  void aRequestThatCannotBeMetNamesTheFieldWhereTheTokenIs() {
    transitions.requestUnmet(new NatsTokenAuth());
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("RotationImpossible: ")
        .contains("spec.token.existingSecret");
  }

  private void publish(NatsTokenAuthStatus before, NatsTokenAuthStatus after) {
    transitions.publish(new NatsTokenAuth(), before, after);
  }

  private static NatsTokenAuthStatus status(
      long generation, RotationStatus rotation, String digest, Condition condition) {
    return new NatsTokenAuthStatus(
        1L,
        List.of(condition),
        3,
        3,
        "3/3",
        null,
        new TokenStatus("orders-nats-token", generation, null, "Requested", null),
        rotation,
        digest,
        null,
        null,
        null,
        null,
        null);
  }

  private static RotationStatus rotation(String phase) {
    return new RotationStatus(phase, "Requested", 1L, 2L, null, "2026-01-02T03:04:05Z", 4, null);
  }

  private static Condition ready() {
    return new ConditionBuilder().withType("Ready").withStatus("True").build();
  }

  private static Condition stalled(String message) {
    return new ConditionBuilder()
        .withType("Stalled")
        .withStatus("True")
        .withReason("PodsFailing")
        .withMessage(message)
        .build();
  }
}
