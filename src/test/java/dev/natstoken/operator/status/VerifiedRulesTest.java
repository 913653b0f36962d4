package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerifiedRulesTest {

  private static final List<Condition> VERIFIED =
      new Conditions(Clock.fixed(START, ZoneOffset.UTC), 1, List.of())
          .set(ConditionState.VERIFIED_TRUE, Reason.Proved, "before")
          .list();

  record Shown(Proof proof, String status, Reason reason, String message) {}

  static Stream<Shown> proofs() {
    return Stream.of(
        new Shown(new Proof.Proved(), "True", Reason.Proved, "Every server lets in the token"),
        new Shown(new Proof.Failed("refuses"), "False", Reason.ProofFailed, "refuses"),
        new Shown(new Proof.Open("open"), "False", Reason.AuthenticationDisabled, "open"),
        new Shown(
            new Proof.Joining(Situations.FEW_ROUTES),
            "Unknown",
            Reason.Joining,
            "Pod orders-nats-1: routes to 1 of 2"),
        new Shown(new Proof.Unreachable("silent"), "Unknown", Reason.Unreachable, "silent"),
        new Shown(new Proof.Inconclusive("full"), "Unknown", Reason.Inconclusive, "full"),
        new Shown(new Proof.Withheld("strange"), "Unknown", Reason.Inconclusive, "strange"),
        new Shown(new Proof.Pending(), "Unknown", Reason.Pending, "Not every server is proved"),
        new Shown(
            new Proof.Pending(List.of("orders-nats-0", "orders-nats-2")),
            "Unknown",
            Reason.Pending,
            "Not every server is proved yet; waiting for pod orders-nats-0 and 1 more"));
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void saysWhatTheServersShowed(Shown shown) {
    Observation seen =
        Observation.of(1, 1).token(Situations.token(1, START)).proof(shown.proof()).build();
    assertThat(after(seen))
        .hasValueSatisfying(condition -> {
          assertThat(condition.getStatus()).isEqualTo(shown.status());
          assertThat(condition.getReason()).isEqualTo(shown.reason().name());
          assertThat(condition.getMessage()).startsWith(shown.message());
        });
  }

  @Test
  void takesNothingBackWhenNobodyWasAsked() {
    Problem problem = new Problem(Reason.NameConflict, "a Service of this name");
    assertThat(after(Observation.of(1, 1).problem(Optional.of(problem)).build()))
        .contains(VERIFIED.get(0));
    assertThat(after(Observation.of(1, 1).build())).contains(VERIFIED.get(0));
  }

  @Test
  void isUnknownWhenThereTurnedOutToBeNoServers() {
    Problem missing = new Problem(Reason.ServersMissing, "there is no StatefulSet nats");
    assertThat(after(Observation.of(0, 0).problem(Optional.of(missing)).build()))
        .hasValueSatisfying(condition -> assertThat(condition.getStatus()).isEqualTo("Unknown"));
  }

  private static Optional<Condition> after(Observation seen) {
    Conditions conditions = new Conditions(Clock.fixed(LATER, ZoneOffset.UTC), 1, VERIFIED);
    VerifiedRules.set(conditions, seen);
    return Conditions.find(conditions.list(), Conditions.VERIFIED);
  }
}
