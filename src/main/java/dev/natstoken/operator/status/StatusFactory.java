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
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes the status of a resource from an observation; equal input and history, equal status. */
public final class StatusFactory {

  private static final NatsTokenAuthStatus NONE =
      new NatsTokenAuthStatus(
          null, null, null, null, null, null, null, null, null, null, null, null);

  private static final String JOINING =
      "Not every server has routes to all others yet. If this lasts, look at the servers' logs, at"
          + " DNS and at network policies for port "
          + NatsPorts.ROUTES;

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
        seen.attached().map(Attached::selector).orElse(selector(resource, names)),
        seen.token().map(StatusFactory::token).orElse(previous.token()),
        rotation(seen, previous),
        seen.configDigest() == null ? previous.configDigest() : seen.configDigest(),
        seen.rolledOut() ? seen.version() : previous.version(),
        seen.attached().map(Attached::endpoint).orElse(endpoint(resource, names)),
        new Binding(names.tokenSecret()),
        seen.claims().map(Observation.Claims::size).orElse(previous.claimSize()));
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
    NatsTokenAuthStatus previous = previous(resource);
    long generation = resource.getMetadata().getGeneration();
    Conditions conditions = new Conditions(clock, generation, conditionsOf(previous));
    conditions.keep(Conditions.READY).keep(Conditions.VERIFIED);
    if (Conditions.find(conditionsOf(previous), Conditions.READY).isEmpty()) {
      conditions.set(Conditions.READY, "Unknown", "Paused", "Nothing was created: spec.paused");
    }
    conditions.set(
        Conditions.PAUSED, "True", "Paused", "spec.paused is true: nothing is changed or repaired");
    return withConditions(previous, generation, conditions.list());
  }

  /** The status after an error that will be tried again. */
  public NatsTokenAuthStatus retrying(NatsTokenAuth resource, String message) {
    NatsTokenAuthStatus previous = previous(resource);
    long generation = resource.getMetadata().getGeneration();
    Conditions conditions = new Conditions(clock, generation, conditionsOf(previous));
    conditions.keep(Conditions.READY).keep(Conditions.VERIFIED);
    if (Conditions.find(conditionsOf(previous), Conditions.READY).isEmpty()) {
      conditions.set(Conditions.READY, "Unknown", "Retrying", message);
    }
    conditions.set(Conditions.RECONCILING, "True", "Retrying", message);
    return withConditions(previous, generation, conditions.list());
  }

  private static List<Condition> conditions(
      NatsTokenAuth resource, Conditions conditions, Observation seen) {
    String progress =
        seen.ready()
            + " of "
            + seen.wanted()
            + " servers ready on the newest configuration"
            + (seen.wanted() == 1 ? "; clients are cut off while the only one restarts" : "");
    Optional<Problem> problem =
        seen.proof() instanceof Proof.Open open
            ? Optional.of(new Problem(Problem.AUTHENTICATION_DISABLED, open.message()))
            : seen.problem();
    boolean none = problem.filter(p -> p.reason().equals(Problem.SERVERS_MISSING)).isPresent();
    if (seen.token().isEmpty() && !none) {
      conditions.keep(Conditions.VERIFIED); // It ended before any server was asked.
    } else {
      verified(conditions, seen);
    }
    if (problem.isPresent()) {
      Problem p = problem.get();
      return conditions
          .set(Conditions.READY, "False", p.reason(), p.message())
          .set(Conditions.STALLED, "True", p.reason(), p.message())
          .list();
    }
    if (seen.rotation().isPresent() && !(seen.proof() instanceof Proof.Failed)) {
      return rotating(conditions, seen.rotation().get(), seen.held());
    }
    boolean decided =
        seen.proof() instanceof Proof.Proved || seen.proof() instanceof Proof.Unreachable;
    if (seen.rolledOut() && decided && !seen.held()) {
      conditions.set(Conditions.READY, "True", "Serving", serving(resource, seen));
      seen.claims()
          .flatMap(Observation.Claims::growing)
          .ifPresent(s -> conditions.set(Conditions.RECONCILING, "True", "ClaimsGrowing", s));
      return conditions.list();
    }
    boolean joining = seen.proof() instanceof Proof.Joining;
    if (seen.attached().isPresent()) {
      progress += seen.note().map(n -> "; " + n).orElse("");
    }
    if (seen.held()) {
      progress += "; the newest change of the spec waits for them";
    }
    String reason = joining ? "Joining" : seen.rolledOut() ? "Proving" : "RollingOut";
    String message = joining ? JOINING : progress;
    return conditions
        .set(Conditions.READY, "False", reason, message)
        .set(Conditions.RECONCILING, "True", reason, message)
        .list();
  }

  private static String serving(NatsTokenAuth resource, Observation seen) {
    String all =
        seen.wanted() == 1 ? "The server is ready" : "All " + seen.wanted() + " servers are ready";
    var rotation = resource.specOrDefaults().rotationOrDefault();
    boolean unmet = seen.wanted() == 1 && rotation.overlap() != null;
    String served =
        unmet
            ? all
                + "; spec.rotation.overlap has no effect with one replica: a new token cuts its"
                + " clients"
            : all;
    return served + seen.note().map(n -> "; " + n).orElse("");
  }

  /** Clients are served all the while, so Ready stays; what moves is said by Reconciling. */
  private static List<Condition> rotating(
      Conditions conditions, Observation.Rotation rotation, boolean held) {
    String phase = rotation.phase().name();
    String sentence = RotationReport.sentence(rotation, held);
    conditions.set(Conditions.READY, rotation.serving() ? "True" : "False", phase, sentence);
    if (held || RotationReport.moves(rotation)) {
      conditions.set(Conditions.RECONCILING, "True", phase, sentence);
    }
    return conditions.list();
  }

  private static void verified(Conditions conditions, Observation seen) {
    Proof proof = seen.proof();
    if (proof instanceof Proof.Proved) {
      conditions.set(
          Conditions.VERIFIED,
          "True",
          "Proved",
          "Every server lets in the token, refuses others, and runs this configuration");
    } else if (proof instanceof Proof.Failed failed) {
      conditions.set(Conditions.VERIFIED, "False", "ProofFailed", failed.message());
    } else if (proof instanceof Proof.Open open) {
      conditions.set(Conditions.VERIFIED, "False", Problem.AUTHENTICATION_DISABLED, open.message());
    } else if (proof instanceof Proof.Joining) {
      conditions.set(Conditions.VERIFIED, "Unknown", "Joining", JOINING);
    } else if (proof instanceof Proof.Unreachable unreachable) {
      conditions.set(Conditions.VERIFIED, "Unknown", "Unreachable", unreachable.message());
    } else {
      conditions.set(Conditions.VERIFIED, "Unknown", "Pending", "Not every server is proved yet");
    }
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
        previous.selector(),
        previous.token(),
        previous.rotation(),
        previous.configDigest(),
        previous.version(),
        previous.endpoint(),
        previous.binding(),
        previous.claimSize());
  }

  private static NatsTokenAuthStatus previous(NatsTokenAuth resource) {
    return resource.getStatus() == null ? NONE : resource.getStatus();
  }

  public static List<Condition> conditionsOf(NatsTokenAuthStatus status) {
    return status == null || status.conditions() == null ? List.of() : status.conditions();
  }
}
