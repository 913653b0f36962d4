package dev.natstoken.operator.status;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * What Ready, Reconciling and Stalled say. The first of these that applies decides:
 *
 * <ol>
 *   <li>A problem is not Ready and Stalled, and nothing is Reconciling. A server that lets anybody
 *       in is a problem worse than any other. It is none as long as it only keeps a second server
 *       away from a single one that serves.
 *   <li>In a rotation, unless a proof failed, the resource is Ready as long as the published token
 *       gets in somewhere: its clients are served all the while. Reconciling says what moves; an
 *       overlap moves nothing, unless a change of the spec waits for its end.
 *   <li>When all is rolled out, proved as far as the servers can be asked, and no change of the
 *       spec waits, it is Ready. Claims that still grow are Reconciling, and so are servers that
 *       are too many and still there. With spec.requireProof it takes the proof of every server.
 *   <li>Otherwise it is not Ready but Reconciling, and the message says what is missing: routes, a
 *       proof, or servers.
 *   <li>While the StatefulSet controller has yet to see what the operator has only just written,
 *       Ready stays as it was, if it was for this spec and all servers have the configuration.
 *       Reconciling says what is waited for.
 *   <li>Where servers are missing and the token is due for a change, the message says that it
 *       waits.
 * </ol>
 */
final class ReadyRules {

  private static final String LEAVING =
      "Servers that are too many send their clients to the others and go";

  private ReadyRules() {}

  static void set(Conditions conditions, NatsTokenAuthSpec spec, Observation seen, Instant now) {
    Optional<Problem> problem = problem(seen);
    String overdue = OverdueToken.note(seen, now);
    if (problem.isPresent() && !keepsTheSecondAway(problem.get(), seen)) {
      stalled(conditions, problem.get(), overdue);
    } else if (rotates(seen)) {
      rotating(conditions, seen.rotation().get(), seen.held(), problem);
    } else if (isDone(spec, seen)) {
      serving(conditions, seen);
    } else {
      underWay(conditions, spec, seen, overdue);
    }
  }

  private static Optional<Problem> problem(Observation seen) {
    return seen.proof() instanceof Proof.Open(String message)
        ? Optional.of(new Problem(Reason.AuthenticationDisabled, message + nextStep(seen)))
        : seen.problem();
  }

  /** Of servers that somebody else runs the message says already where to look. */
  static String nextStep(Observation seen) {
    return seen.attached().isPresent()
        ? ""
        : ". Delete the pod, so that it comes back on the rendered configuration, and find out who"
            + " changed what it ran";
  }

  private static void stalled(Conditions conditions, Problem problem, String overdue) {
    String message = problem.message() + overdue;
    conditions
        .set(ConditionState.READY_FALSE, problem.reason(), message)
        .set(ConditionState.STALLED, problem.reason(), message);
  }

  private static boolean keepsTheSecondAway(Problem problem, Observation seen) {
    boolean noRoom =
        problem.reason() == Reason.PodsRefused || problem.reason() == Reason.PodsUnschedulable;
    return noRoom
        && seen.rotation()
            .filter(r -> r.second() && r.serving() && r.overlapEndsAt().isEmpty())
            .isPresent();
  }

  private static boolean rotates(Observation seen) {
    return seen.rotation().isPresent() && !(seen.proof() instanceof Proof.Failed);
  }

  private static void rotating(
      Conditions conditions,
      Observation.Rotation rotation,
      boolean held,
      Optional<Problem> without) {
    Reason phase = RotationReport.reason(rotation.phase());
    String sentence =
        RotationReport.sentence(rotation, held)
            + without.map(RotationReport::withoutTheSecond).orElse("");
    conditions.set(
        rotation.serving() ? ConditionState.READY_TRUE : ConditionState.READY_FALSE,
        phase,
        sentence);
    if (held || RotationReport.moves(rotation)) {
      conditions.set(ConditionState.RECONCILING, phase, sentence);
    }
  }

  private static boolean isDone(NatsTokenAuthSpec spec, Observation seen) {
    return (seen.rolledOut() || seen.leaving())
        && seen.proof().suffices()
        && !lacksProof(spec, seen)
        && !seen.held();
  }

  private static boolean lacksProof(NatsTokenAuthSpec spec, Observation seen) {
    return spec.requireProofOrDefault() && seen.proof().undecided();
  }

  private static void serving(Conditions conditions, Observation seen) {
    conditions.set(ConditionState.READY_TRUE, Reason.Serving, servers(seen));
    if (seen.leaving()) {
      conditions.set(ConditionState.RECONCILING, Reason.Leaving, LEAVING);
    }
    seen.claims()
        .flatMap(Observation.Claims::growing)
        .ifPresent(s -> conditions.set(ConditionState.RECONCILING, Reason.ClaimsGrowing, s));
  }

  private static String servers(Observation seen) {
    return (seen.wanted() == 1
            ? "The server is ready"
            : "All " + seen.wanted() + " servers are ready")
        + seen.note().map(n -> "; " + n).orElse("");
  }

  private static void underWay(
      Conditions conditions, NatsTokenAuthSpec spec, Observation seen, String overdue) {
    Reason reason = missing(seen);
    String message =
        seen.proof() instanceof Proof.Joining(String routes)
            ? routes
            : progress(seen)
                + (lacksProof(spec, seen)
                    ? "; not all are proved, as spec.requireProof wants them to be: see Verified"
                    : "")
                + overdue;
    conditions.set(ConditionState.RECONCILING, reason, message);
    if (seen.unseen() && seen.ready() == seen.wanted() && conditions.wereReady()) {
      conditions.keep(Conditions.READY);
    } else {
      conditions.set(ConditionState.READY_FALSE, reason, message);
    }
  }

  private static Reason missing(Observation seen) {
    if (seen.proof() instanceof Proof.Joining) {
      return Reason.Joining;
    }
    return seen.rolledOut() || seen.leaving() ? Reason.Proving : Reason.RollingOut;
  }

  private static String progress(Observation seen) {
    return seen.ready()
        + " of "
        + seen.wanted()
        + " servers ready on the newest configuration"
        + (seen.unseen() ? "; the StatefulSet controller has yet to see the newest set" : "")
        + (seen.wanted() == 1 ? "; clients are cut off while the only one restarts" : "")
        + (seen.proof() instanceof Proof.Failed
            ? "; one answers otherwise than it should: see Verified"
            : "")
        + seen.note().map(n -> "; " + n).orElse("")
        + (seen.held() ? "; the newest change of the spec waits for them" : "");
  }
}
