package dev.natstoken.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.ObservationBuilder;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Problem PASSING = new Problem(Reason.WriteRefused, "no right", true);
  private static final Problem LASTING = new Problem(Reason.WriteRefused, "no quota");

  private final Patience patience = new Patience();

  @Test
  void itLastsForAMinuteFromTheFirstTimeOn() {
    assertThat(waits(PASSING, Duration.ZERO)).isTrue();
    assertThat(waits(PASSING, MINUTE.minusSeconds(1))).isTrue();
    assertThat(waits(PASSING, MINUTE)).isFalse();
    assertThat(waits(PASSING, MINUTE.multipliedBy(9))).isFalse();
  }

  @Test
  void itBeginsAnewWhenTheProblemWasGone() {
    waits(PASSING, Duration.ZERO);
    assertThat(patience.lasts(resource(null), seen().build(), NOW.plus(MINUTE))).isEmpty();
    assertThat(waits(PASSING, MINUTE)).isTrue();
  }

  @Test
  void thereIsNoneForWhatLasts() {
    assertThat(waits(LASTING, Duration.ZERO)).isFalse();
  }

  @Test
  void thereIsNoneWhereTheResourceIsStalledAlready() {
    NatsTokenAuthStatus stalled =
        new StatusFactory(Clock.fixed(NOW, ZoneOffset.UTC))
            .report(resource(null), Observation.stalled(1, Rollout.NONE, PASSING));
    Observation seen = seen().problem(Optional.of(PASSING)).build();
    assertThat(patience.lasts(resource(stalled), seen, NOW)).isEmpty();
  }

  @Test
  void thereIsNoneWhereAServerLetsAnybodyIn() {
    Observation seen =
        seen().problem(Optional.of(PASSING)).proof(new Proof.Open("Pod a: open")).build();
    assertThat(patience.lasts(resource(null), seen, NOW)).isEmpty();
  }

  private boolean waits(Problem problem, Duration later) {
    Observation seen = seen().problem(Optional.of(problem)).build();
    return patience.lasts(resource(null), seen, NOW.plus(later)).isPresent();
  }

  private static ObservationBuilder seen() {
    return Observation.of(1, 1);
  }

  private static NatsTokenAuth resource(NatsTokenAuthStatus status) {
    NatsTokenAuth resource = new NatsTokenAuth();
    resource.setMetadata(
        new ObjectMetaBuilder().withName("orders").withUid("uid").withGeneration(1L).build());
    resource.setStatus(status);
    return resource;
  }
}
