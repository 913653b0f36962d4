package dev.natstoken.operator.status;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.Binding;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.TokenStatus;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Names;
import dev.natstoken.operator.nats.config.NatsPorts;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Observation.Attached;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes the status of a resource from an observation; equal input and history, equal status.
 *
 * <ol>
 *   <li>{@link ReadyRules} say what Ready, Reconciling and Stalled are, {@link VerifiedRules} what
 *       Verified is.
 *   <li>What a reconciliation did not come to see stays as it was reported before.
 *   <li>A pause and an error that passes leave the status as it was, and add one condition. Ready
 *       is unknown if it was never reported.
 * </ol>
 */
public final class StatusFactory {

  private static final NatsTokenAuthStatus NONE =
      new NatsTokenAuthStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  private final Clock clock;

  public StatusFactory(Clock clock) {
    this.clock = clock;
  }

  /** Full status after a reconciliation that went through, or stopped at a problem. */
  public NatsTokenAuthStatus report(NatsTokenAuth resource, Observation seen) {
    NatsTokenAuthStatus previous = previous(resource);
    Names names = new Names(resource.getMetadata().getName());
    long generation = resource.getMetadata().getGeneration();
    return new NatsTokenAuthStatus(
        generation,
        conditions(resource, new Conditions(clock, generation, conditionsOf(previous)), seen),
        seen.existing(),
        seen.ready(),
        seen.ready() + "/" + seen.wanted(),
        seen.attached().map(Attached::selector).orElse(selector(resource, names)),
        seen.token().map(StatusFactory::token).orElse(previous.token()),
        rotation(seen, previous),
        seen.configDigest() == null ? previous.configDigest() : seen.configDigest(),
        seen.rolledOut() ? seen.version() : previous.version(),
        seen.attached().map(Attached::endpoint).orElse(endpoint(resource, names)),
        new Binding(names.tokenSecret()),
        seen.claims().map(Observation.Claims::size).orElse(previous.claimSize()),
        seen.token().isEmpty()
            ? previous.certificateExpiresAt()
            : seen.certificateExpiresAt().map(Instant::toString).orElse(null));
  }

  /** Of servers that somebody else runs nothing is known but what was seen of them. */
  private static String selector(NatsTokenAuth resource, Names names) {
    return resource.specOrDefaults().attachedStatefulSet().isPresent()
        ? previous(resource).selector()
        : Labels.podSelectorText(names.name());
  }

  private static String endpoint(NatsTokenAuth resource, Names names) {
    return resource.specOrDefaults().attachedStatefulSet().isPresent()
        ? previous(resource).endpoint()
        : (resource.specOrDefaults().tlsIfAny().isPresent() ? "tls://" : "nats://")
            + names.serviceHost(resource.getMetadata().getNamespace())
            + ":"
            + NatsPorts.CLIENTS;
  }

  /** The status as it was, but for the word that the operator keeps its hands off. */
  public NatsTokenAuthStatus paused(NatsTokenAuth resource) {
    return asBefore(
        resource,
        new Said(Reason.Paused, "Nothing was created: spec.paused"),
        ConditionState.PAUSED,
        new Said(Reason.Paused, "spec.paused is true: nothing is changed or repaired"));
  }

  /** The status after an error that will be tried again. */
  public NatsTokenAuthStatus retrying(NatsTokenAuth resource, String message) {
    Said error = new Said(Reason.Retrying, message);
    return asBefore(resource, error, ConditionState.RECONCILING, error);
  }

  /** A reason with its message. */
  private record Said(Reason reason, String message) {}

  /**
   * The status as it was, and one condition that says why nothing was found out.
   *
   * @param ready what Ready says if it said nothing before
   */
  private NatsTokenAuthStatus asBefore(
      NatsTokenAuth resource, Said ready, ConditionState state, Said why) {
    NatsTokenAuthStatus previous = previous(resource);
    long generation = resource.getMetadata().getGeneration();
    List<Condition> before = conditionsOf(previous);
    Conditions conditions =
        new Conditions(clock, generation, before)
            .keep(Conditions.READY)
            .keep(Conditions.VERIFIED)
            .keep(Conditions.FORMER_TOKEN)
            .set(state, why.reason(), why.message());
    if (Conditions.find(before, Conditions.READY).isEmpty()) {
      conditions.set(ConditionState.READY_UNKNOWN, ready.reason(), ready.message());
    }
    return withConditions(previous, generation, conditions.list());
  }

  private List<Condition> conditions(
      NatsTokenAuth resource, Conditions conditions, Observation seen) {
    ReadyRules.set(conditions, resource.specOrDefaults(), seen, clock.instant());
    VerifiedRules.set(conditions, seen);
    FormerTokenReport.set(conditions, seen);
    return conditions.list();
  }

  private static TokenStatus token(Observation.Token token) {
    return new TokenStatus(
        token.secretName(),
        token.generation(),
        token.createdAt().toString(),
        token.reason().name(),
        token.nextRotationAt().map(Instant::toString).orElse(null));
  }

  private RotationStatus rotation(Observation seen, NatsTokenAuthStatus previous) {
    if (seen.token().isEmpty()) {
      return previous.rotation();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return seen.rotation()
        .map(r -> RotationReport.status(r, previous.rotation(), now))
        .orElse(null);
  }

  private static NatsTokenAuthStatus withConditions(
      NatsTokenAuthStatus previous, long generation, List<Condition> conditions) {
    return new NatsTokenAuthStatus(
        generation,
        conditions,
        previous.replicas(),
        previous.readyReplicas(),
        previous.servers(),
        previous.selector(),
        previous.token(),
        previous.rotation(),
        previous.configDigest(),
        previous.version(),
        previous.endpoint(),
        previous.binding(),
        previous.claimSize(),
        previous.certificateExpiresAt());
  }

  private static NatsTokenAuthStatus previous(NatsTokenAuth resource) {
    return resource.getStatus() == null ? NONE : resource.getStatus();
  }

  public static List<Condition> conditionsOf(NatsTokenAuthStatus status) {
    return status == null || status.conditions() == null ? List.of() : status.conditions();
  }
}
