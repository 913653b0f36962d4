package dev.natstoken.operator.status;

import dev.natstoken.operator.access.AccessSecret;
import dev.natstoken.operator.access.AccessVerdict;
import dev.natstoken.operator.access.AccessVerdict.Said;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.Binding;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the status of an access from what it came to; equal input and history, equal status. */
public final class AccessReport {

  private final Clock clock;

  public AccessReport(Clock clock) {
    this.clock = clock;
  }

  /** The whole status. */
  public NatsTokenAccessStatus of(NatsTokenAccess access, AccessVerdict verdict) {
    Conditions conditions = conditions(access);
    switch (verdict.said()) {
      case Said.Held(Secret secret) ->
          conditions.set(
              ConditionState.READY_TRUE,
              Reason.Bound,
              "Secret "
                  + secret.getMetadata().getName()
                  + " holds what NatsTokenAuth "
                  + access.specOrEmpty().authRef().text()
                  + " publishes");
      case Said.Waiting(String message) ->
          conditions
              .set(ConditionState.READY_FALSE, Reason.AwaitingToken, message)
              .set(ConditionState.RECONCILING, Reason.AwaitingToken, message);
      case Said.Refused(Problem problem) -> refused(conditions, problem);
      case Said.Paused(Optional<String> held) -> {
        keepReady(conditions, access, Reason.Paused, "Nothing was made: spec.paused");
        conditions.set(
            ConditionState.PAUSED,
            Reason.Paused,
            "spec.paused is true: the Secret is not made, changed or repaired"
                + held.map(sentence -> ". " + sentence).orElse(""));
      }
    }
    Optional<Secret> secret = verdict.wanted().or(verdict::stands);
    return new NatsTokenAccessStatus(
        access.getMetadata().getGeneration(),
        conditions.list(),
        secret.flatMap(AccessSecret::generation).orElse(null),
        secret.map(s -> new Binding(s.getMetadata().getName())).orElse(null));
  }

  /** The status after a refusal of the API server, which left all as it was. */
  public NatsTokenAccessStatus stopped(NatsTokenAccess access, Problem problem) {
    Conditions conditions = conditions(access);
    refused(conditions, problem);
    return asBefore(access, conditions);
  }

  /** The status after an error that will be tried again. */
  public NatsTokenAccessStatus retrying(NatsTokenAccess access, String message) {
    Conditions conditions = conditions(access);
    keepReady(conditions, access, Reason.Retrying, message);
    conditions.set(ConditionState.RECONCILING, Reason.Retrying, message);
    return asBefore(access, conditions);
  }

  /** The status as it was, with the name of a Secret that is about to be made. */
  public NatsTokenAccessStatus named(NatsTokenAccess access, String secret) {
    NatsTokenAccessStatus before = access.statusOrNone();
    return new NatsTokenAccessStatus(
        before.observedGeneration(),
        before.conditions(),
        before.tokenGeneration(),
        new Binding(secret));
  }

  /** When to look again although no watch tells of anything; empty: at the resync. */
  public Optional<Duration> nextLook(NatsTokenAccessStatus status) {
    return Conditions.isTrue(status.conditionsOrEmpty(), Conditions.STALLED)
        ? Optional.of(NextLook.whileStuck(status.conditionsOrEmpty(), clock.instant()))
        : Optional.empty();
  }

  private Conditions conditions(NatsTokenAccess access) {
    return new Conditions(
        clock, access.getMetadata().getGeneration(), access.statusOrNone().conditionsOrEmpty());
  }

  private static void refused(Conditions conditions, Problem problem) {
    conditions
        .set(ConditionState.READY_FALSE, problem.reason(), problem.message())
        .set(ConditionState.STALLED, problem.reason(), problem.message());
  }

  private static void keepReady(
      Conditions conditions, NatsTokenAccess access, Reason reason, String ifNone) {
    conditions.keep(Conditions.READY);
    if (Conditions.find(access.statusOrNone().conditionsOrEmpty(), Conditions.READY).isEmpty()) {
      conditions.set(ConditionState.READY_UNKNOWN, reason, ifNone);
    }
  }

  private static NatsTokenAccessStatus asBefore(NatsTokenAccess access, Conditions conditions) {
    NatsTokenAccessStatus before = access.statusOrNone();
    return new NatsTokenAccessStatus(
        access.getMetadata().getGeneration(),
        conditions.list(),
        before.tokenGeneration(),
        before.binding());
  }
}
