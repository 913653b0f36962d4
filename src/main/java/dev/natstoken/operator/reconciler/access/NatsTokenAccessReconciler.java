package dev.natstoken.operator.reconciler.access;

import dev.natstoken.operator.access.AccessFacts;
import dev.natstoken.operator.access.AccessRules;
import dev.natstoken.operator.access.AccessVerdict;
import dev.natstoken.operator.access.AccessVersion;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.events.AccessTransitions;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.events.StalledNote;
import dev.natstoken.operator.kube.AccessObjects;
import dev.natstoken.operator.kube.NamespaceLeases;
import dev.natstoken.operator.kube.RetryMessage;
import dev.natstoken.operator.kube.ServedNamespaces;
import dev.natstoken.operator.kube.Statuses;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.StoppedException;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.reconciler.Patience;
import dev.natstoken.operator.status.AccessReport;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.NextLook;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One reconciliation of one access:
 *
 * <ol>
 *   <li>One in a namespace that another installation of the operator looks after is left alone.
 *   <li>{@link AccessRules} decide by what the caches show. If nothing has to be written, nothing
 *       more is asked.
 *   <li>Otherwise they decide anew by what the API server has, and that is done if the access is
 *       still what it was: Secrets that have to go first, then the one that is wanted.
 *   <li>When the Secret stands, the ConfigMap that tells of a new token follows in the same way, by
 *       {@link AccessVersion}.
 *   <li>Whatever is new is reported, and the next look is set. What may pass by itself is waited
 *       for, see {@link Patience}.
 * </ol>
 */
public final class NatsTokenAccessReconciler implements Reconciler<NatsTokenAccess> {

  private static final Duration SOON = Duration.ofMillis(200);

  private final OperatorConfig config;
  private final NamespaceLeases leases;
  private final ServedNamespaces served;
  private final Clock clock;
  private final Patience patience = new Patience();
  private final AccessReport report;
  private final AccessTransitions transitions;
  private AccessObjects objects;

  public NatsTokenAccessReconciler(
      OperatorConfig config,
      Clock clock,
      EventPublisher events,
      NamespaceLeases leases,
      ServedNamespaces served) {
    this.config = config;
    this.leases = leases;
    this.served = served;
    this.clock = clock;
    this.report = new AccessReport(clock);
    this.transitions =
        new AccessTransitions(events::publish, new StalledNote(config.troubleshootingUrl()));
  }

  @Override
  public List<EventSource<?, NatsTokenAccess>> prepareEventSources(
      EventSourceContext<NatsTokenAccess> context) {
    objects = new AccessObjects(context, config.watchSecrets(), config.watchNamespaces(), served);
    return objects.sources();
  }

  @Override
  public UpdateControl<NatsTokenAccess> reconcile(
      NatsTokenAccess access, Context<NatsTokenAccess> context) {
    if (access.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    try {
      return leases.other(access.getMetadata().getNamespace()).isPresent()
          ? again(NamespaceLeases.LOOK_AGAIN)
          : look(access, context);
    } catch (TryAgainException e) {
      return again(SOON);
    } catch (StoppedException e) {
      // The next operator goes on from what the API server has.
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<NatsTokenAccess> look(
      NatsTokenAccess access, Context<NatsTokenAccess> context) {
    try {
      AccessVerdict verdict = settle(access, context);
      return tell(access, verdict.problem(), () -> report.of(access, verdict), context);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      return tell(access, Optional.of(problem), () -> report.stopped(access, problem), context);
    }
  }

  /** A problem that may pass is waited for first. */
  private UpdateControl<NatsTokenAccess> tell(
      NatsTokenAccess access,
      Optional<Problem> problem,
      Supplier<NatsTokenAccessStatus> status,
      Context<NatsTokenAccess> context) {
    boolean told = Conditions.isTrue(access.statusOrNone().conditionsOrEmpty(), Conditions.STALLED);
    return patience
        .lasts(access.getMetadata().getUid(), problem, told, clock.instant())
        .map(passing ->
            tell(access, report.retrying(access, passing.message() + "; trying again"), context)
                .rescheduleAfter(NextLook.SOON))
        .orElseGet(() -> tell(access, status.get(), context));
  }

  private AccessVerdict settle(NatsTokenAccess access, Context<NatsTokenAccess> context) {
    AccessFacts cached = objects.cached(access);
    AccessVerdict known = AccessRules.decide(access, cached);
    if (isDone(access, known, cached, context)) {
      return followed(access, cached, known, context);
    }
    AccessFacts read = objects.read(access);
    objects.requireSeen(access);
    AccessVerdict verdict = AccessRules.decide(access, read);
    verdict.gone().forEach(objects::delete);
    verdict
        .wanted()
        .filter(wanted -> !matches(wanted, read.target(), context))
        .ifPresent(wanted -> write(access, wanted, read, context));
    return followed(access, read, verdict, context);
  }

  /** What is told once the ConfigMap has followed the Secret that stands. */
  private AccessVerdict followed(
      NatsTokenAccess access,
      AccessFacts facts,
      AccessVerdict verdict,
      Context<NatsTokenAccess> context) {
    return verdict
        .wanted()
        .flatMap(held ->
            version(access, facts.auth().orElseThrow(), held, context)
                .map(problem -> AccessVersion.without(problem, held)))
        .orElse(verdict);
  }

  /** Returns what keeps it from following. */
  private Optional<Problem> version(
      NatsTokenAccess access, NatsTokenAuth auth, Secret held, Context<NatsTokenAccess> context) {
    AccessVersion.Facts cached = objects.cachedVersions(access);
    AccessVersion known = AccessVersion.decide(access, auth, held, cached);
    if (known.problem().isEmpty()
        && known.gone().isEmpty()
        && known.wanted().filter(map -> !matches(map, cached.target(), context)).isEmpty()) {
      return Optional.empty();
    }
    try {
      AccessVersion.Facts read = objects.readVersions(access);
      objects.requireSeen(access);
      AccessVersion version = AccessVersion.decide(access, auth, held, read);
      version.gone().forEach(objects::delete);
      version
          .wanted()
          .filter(map -> !matches(map, read.target(), context))
          .ifPresent(map -> objects.write(map, read.target(), context));
      return version.problem();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private void write(
      NatsTokenAccess access, Secret wanted, AccessFacts read, Context<NatsTokenAccess> context) {
    if (read.target().isEmpty() && !objects.secretsAreWatched()) {
      tellName(access, wanted, context);
    }
    try {
      objects.write(wanted, read.target(), context);
    } catch (ProblemException e) {
      throw new ProblemException(AccessRules.unfollowed(access, read, e.problem()));
    }
  }

  /**
   * A Secret of a former name is known from the status alone where none are watched. So the name
   * stands there before the Secret does, whatever ends this or fails after it.
   */
  private void tellName(NatsTokenAccess access, Secret wanted, Context<NatsTokenAccess> context) {
    NatsTokenAccessStatus told = report.named(access, wanted.getMetadata().getName());
    if (!told.equals(access.getStatus()) && !Statuses.write(access, told, context)) {
      throw new TryAgainException("NatsTokenAccess is gone; trying again");
    }
  }

  private boolean isDone(
      NatsTokenAccess access,
      AccessVerdict verdict,
      AccessFacts cached,
      Context<NatsTokenAccess> context) {
    return !isUnseen(access, cached)
        && verdict.gone().isEmpty()
        && verdict.wanted().filter(wanted -> !matches(wanted, cached.target(), context)).isEmpty();
  }

  /** A Secret that was told of and is not seen may have lost the label by which it would be. */
  private static boolean isUnseen(NatsTokenAccess access, AccessFacts cached) {
    var told = access.statusOrNone().binding();
    return told != null
        && Stream.concat(cached.target().stream(), cached.others().stream())
            .noneMatch(secret -> secret.getMetadata().getName().equals(told.name()));
  }

  private <T extends HasMetadata> boolean matches(
      T wanted, Optional<T> actual, Context<NatsTokenAccess> context) {
    return actual.filter(a -> objects.matches(wanted, a, context)).isPresent();
  }

  private UpdateControl<NatsTokenAccess> tell(
      NatsTokenAccess access, NatsTokenAccessStatus status, Context<NatsTokenAccess> context) {
    if (!status.equals(access.getStatus()) && Statuses.write(access, status, context)) {
      transitions.publish(access, access.statusOrNone(), status);
    }
    UpdateControl<NatsTokenAccess> control = UpdateControl.noUpdate();
    report.nextLook(status).ifPresent(control::rescheduleAfter);
    return control;
  }

  private static UpdateControl<NatsTokenAccess> again(Duration after) {
    return UpdateControl.<NatsTokenAccess>noUpdate().rescheduleAfter(after);
  }

  @Override
  public ErrorStatusUpdateControl<NatsTokenAccess> updateErrorStatus(
      NatsTokenAccess access, Context<NatsTokenAccess> context, Exception e) {
    NatsTokenAccessStatus status = report.retrying(access, RetryMessage.of(e));
    return status.equals(access.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(Statuses.with(access, status));
  }
}
