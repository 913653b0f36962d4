package dev.natstoken.operator.status;

import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import java.util.List;

/**
 * What Verified says.
 *
 * <ol>
 *   <li>A reconciliation that ended before any server was asked takes nothing back of what was said
 *       of the servers, unless it found that there are none.
 *   <li>Otherwise it says what the servers showed, and what to do about one that answers otherwise
 *       than it should.
 * </ol>
 */
final class VerifiedRules {

  private static final String IF_IT_LASTS =
      ". If that lasts, delete the pod, so that it comes back on the rendered configuration, and find"
          + " out who changed what it ran";

  private VerifiedRules() {}

  static void set(Conditions conditions, Observation seen) {
    if (nobodyWasAsked(seen)) {
      conditions.keep(Conditions.VERIFIED);
    } else {
      shown(conditions, withNextStep(seen));
    }
  }

  /** Of servers that somebody else runs the message says already where to look. */
  private static Proof withNextStep(Observation seen) {
    return seen.proof() instanceof Proof.Open(String message)
        ? new Proof.Open(message + ReadyRules.nextStep(seen))
        : seen.attached().isPresent() ? seen.proof() : seen.proof().withHint(IF_IT_LASTS);
  }

  private static boolean nobodyWasAsked(Observation seen) {
    boolean none =
        seen.problem().map(Problem::reason).filter(Reason.ServersMissing::equals).isPresent();
    return seen.token().isEmpty() && !none;
  }

  private static void shown(Conditions conditions, Proof proof) {
    switch (proof) {
      case Proof.Proved() ->
          conditions.set(
              ConditionState.VERIFIED_TRUE,
              Reason.Proved,
              "Every server lets in the token, refuses others, and runs this configuration");
      case Proof.Failed(String message) ->
          conditions.set(ConditionState.VERIFIED_FALSE, Reason.ProofFailed, message);
      case Proof.Open(String message) ->
          conditions.set(ConditionState.VERIFIED_FALSE, Reason.AuthenticationDisabled, message);
      case Proof.Joining(String message) ->
          conditions.set(ConditionState.VERIFIED_UNKNOWN, Reason.Joining, message);
      case Proof.Unreachable(String message) ->
          conditions.set(ConditionState.VERIFIED_UNKNOWN, Reason.Unreachable, message);
      case Proof.Inconclusive(String message) ->
          conditions.set(ConditionState.VERIFIED_UNKNOWN, Reason.Inconclusive, message);
      case Proof.Withheld(String message) ->
          conditions.set(ConditionState.VERIFIED_UNKNOWN, Reason.Inconclusive, message);
      case Proof.Pending(List<String> pods) ->
          conditions.set(
              ConditionState.VERIFIED_UNKNOWN,
              Reason.Pending,
              "Not every server is proved yet" + waitingFor(pods));
    }
  }

  private static String waitingFor(List<String> pods) {
    return pods.isEmpty()
        ? ""
        : "; waiting for pod "
            + pods.getFirst()
            + (pods.size() == 1 ? "" : " and " + (pods.size() - 1) + " more");
  }
}
