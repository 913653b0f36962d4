package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachedBeforeTest {

  @Test
  void anAnswerIsOneBeItGoodOrBad() {
    assertThat(reached("True", "10:00", null)).isTrue();
    assertThat(reached("False", "10:00", "09:00")).isTrue();
  }

  @Test
  void silenceThatBeganInTheRotationIsNew() {
    assertThat(reached("Unknown", "10:01", "10:00")).isTrue();
    assertThat(reached("Unknown", "10:00", "10:00")).isTrue();
  }

  @Test
  void silenceThatWasThereBeforeIsHowItIsHere() {
    assertThat(reached("Unknown", "09:59", "10:00")).isFalse();
    assertThat(reached("Unknown", "09:59", null)).isFalse();
    assertThat(ReachedBefore.in(Optional.empty())).isFalse();
  }

  private static boolean reached(String verified, String since, String rotation) {
    String status =
        """
        status:
          conditions:
          - {type: Verified, status: "%s", lastTransitionTime: "2026-01-01T%s:00Z"}
          - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T11:00:00Z"}
        """
            .formatted(verified, since);
    String rotating =
        rotation == null
            ? ""
            : "  rotation: {startedAt: \"2026-01-01T%s:00Z\"}\n".formatted(rotation);
    return ReachedBefore.in(
        Optional.ofNullable(
            Serialization.unmarshal(status + rotating, NatsTokenAuth.class).getStatus()));
  }
}
