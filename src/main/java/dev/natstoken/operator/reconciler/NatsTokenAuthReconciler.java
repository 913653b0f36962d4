package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.desired.DefaultImage;
import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.events.StalledNote;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.ClaimGrowth;
import dev.natstoken.operator.kube.ClientPods;
import dev.natstoken.operator.kube.NamespaceLeases;
import dev.natstoken.operator.kube.PodMonitors;
import dev.natstoken.operator.kube.RetryMessage;
import dev.natstoken.operator.kube.ServedNamespaces;
import dev.natstoken.operator.kube.Statuses;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.kube.WriteAnswers;
import dev.natstoken.operator.metrics.Gauges;
import dev.natstoken.operator.metrics.Metric;
import dev.natstoken.operator.metrics.ProbeCounts;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.StoppedException;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.proof.Prover;
import dev.natstoken.operator.status.NextLook;
import dev.natstoken.operator.status.StatusFactory;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation of one resource:
 *
 * <ol>
 *   <li>A paused resource is left alone, as is one in a namespace that another installation of the
 *       operator looks after.
 *   <li>What was made for it and nothing controls any more is taken up, if the API server still has
 *       it.
 *   <li>Any other goes one way towards what its user wants: {@link OwnServersPass}, or {@link
 *       AttachedServersPass} where somebody else runs the servers. Both observe, prove, decide,
 *       apply and judge, in this order.
 *   <li>A problem that only the user can mend ends the way early; whatever runs then keeps running
 *       as it is.
 *   <li>Whatever is new is reported, and the next look is set.
 * </ol>
 */
public final class NatsTokenAuthReconciler implements Reconciler<NatsTokenAuth> {

  private static final Logger log = LoggerFactory.getLogger(NatsTokenAuthReconciler.class);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final OperatorConfig config;
  private final Clock clock;
  private final Executor executor;
  private final Tokens tokens;
  private final Transitions transitions;
  private final Lookalikes lookalikes;
  private final WriteAnswers answers;
  private final Patience patience = new Patience();
  private final MeterRegistry registry;
  private final StatusFactory statuses;
  private final StandingBack standingBack;
  private final NamespaceLeases leases;
  private final BooleanSupplier full;
  private final ServedNamespaces served;
  private final LastProofs lastProofs = new LastProofs();
  private Passes passes;

  /**
   * The reconciler of one operator.
   *
   * @param executor for work that goes on beside a pass, most of which waits
   * @param full whether there is no memory for the objects of another resource
   */
  public NatsTokenAuthReconciler(
      OperatorConfig config,
      Clock clock,
      SecureRandom random,
      Executor executor,
      EventPublisher events,
      NamespaceLeases leases,
      ServedNamespaces served,
      BooleanSupplier full,
      MeterRegistry registry) {
    this.full = full;
    this.config = config;
    this.clock = clock;
    this.executor = executor;
    this.tokens = new Tokens(random, executor);
    this.transitions =
        new Transitions(events::publish, new StalledNote(config.troubleshootingUrl()));
    this.lookalikes = new Lookalikes(transitions);
    this.leases = leases;
    this.standingBack = new StandingBack(config.namespace(), leases, transitions);
    this.served = served;
    this.answers = new WriteAnswers(clock);
    this.registry = registry;
    this.statuses = new StatusFactory(clock);
  }

  @Override
  public List<EventSource<?, NatsTokenAuth>> prepareEventSources(
      EventSourceContext<NatsTokenAuth> context) {
    Watches watches = new Watches(context, config.watchSecrets(), clock);
    Prover prover =
        new Prover(
            new ServerProbe(),
            clock,
            config.resync(),
            NatsTokenAuthReconciler::aside,
            new ProbeCounts(registry)::count);
    Pass attachedServers =
        new AttachedServersPass(watches, prover, tokens, transitions, lookalikes);
    RollTurns turns = new RollTurns(config.rollsAtOnce(), clock);
    new Gauges(registry).add(Metric.RESTARTS_WAITING, turns::waiting);
    Pass ownServers =
        new RoomForNew(
            full,
            watches,
            new OwnServersPass(
                watches,
                prover,
                new ClientPods(context.getClient(), served),
                tokens,
                new RoutesResolver(tokens.generator(), executor),
                new OwnedObjects(config, new PodMonitors(), executor),
                new ClaimGrowth(clock, config.resync()),
                transitions,
                turns,
                new Plan.DefaultImages(
                    DefaultImage.of(config.serverImage()),
                    DefaultImage.of(config.exporterImage()))));
    passes =
        new Passes(watches, ownServers, attachedServers, clock, answers, transitions, lookalikes);
    lastProofs.register(registry, context.getPrimaryCache()::list, config.resourceMetrics());
    return Stream.concat(watches.all().stream(), Stream.of(leases)).toList();
  }

  /** Questions to servers take no turn of the writes: a hostile server would keep it. */
  private static void aside(Runnable question) {
    Thread.ofVirtual().name("question").start(question);
  }

  @Override
  public UpdateControl<NatsTokenAuth> reconcile(
      NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    try {
      return resource.isMarkedForDeletion()
          ? UpdateControl.noUpdate()
          : converge(resource, context);
    } catch (StoppedException e) {
      // The next operator goes on from what the API server has.
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<NatsTokenAuth> converge(
      NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    if (resource.specOrDefaults().pausedOrDefault()) {
      report(resource, statuses.paused(resource), context);
      return UpdateControl.noUpdate();
    }
    Optional<UpdateControl<NatsTokenAuth>> left = standingBack.from(resource);
    if (left.isPresent()) {
      return left.get();
    }
    Observation seen;
    try {
      seen = passes.run(resource, context);
    } catch (TryAgainException e) {
      return waiting(resource, e.getMessage(), context);
    }
    if (seen.again()) {
      // What was seen is overtaken by a write; the next look is worth a report.
      return UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(AT_ONCE);
    }
    Optional<Problem> passing = patience.lasts(resource, seen, clock.instant());
    if (passing.isPresent()) {
      return waiting(resource, passing.get().message() + "; trying again", context);
    }
    NatsTokenAuthStatus status = statuses.report(resource, seen);
    report(resource, status, context);
    lastProofs.note(resource, seen, status, clock.instant());
    return next(resource.getMetadata().getUid(), seen, status);
  }

  private UpdateControl<NatsTokenAuth> next(
      String uid, Observation seen, NatsTokenAuthStatus status) {
    Instant now = clock.instant();
    Duration look =
        NextLook.after(seen, status.conditions(), config.resync(), now)
            .orElseGet(() -> NextLook.spread(config.resync(), uid, now));
    Duration wait = answers.pause(uid).filter(pause -> pause.compareTo(look) < 0).orElse(look);
    return UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(wait);
  }

  /** No error, and thus none of JOSDK's retries, which log a stack trace each time. */
  private UpdateControl<NatsTokenAuth> waiting(
      NatsTokenAuth resource, String why, Context<NatsTokenAuth> context) {
    NatsTokenAuthStatus status = statuses.retrying(resource, why);
    if (!status.equals(resource.getStatus())) {
      log.info("{}", why);
    }
    report(resource, status, context);
    return UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(NextLook.SOON);
  }

  @Override
  public ErrorStatusUpdateControl<NatsTokenAuth> updateErrorStatus(
      NatsTokenAuth resource, Context<NatsTokenAuth> context, Exception e) {
    NatsTokenAuthStatus status = statuses.retrying(resource, RetryMessage.of(e));
    if (status.equals(resource.getStatus())) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    return ErrorStatusUpdateControl.patchStatus(Statuses.with(resource, status));
  }

  private void report(
      NatsTokenAuth resource, NatsTokenAuthStatus status, Context<NatsTokenAuth> context) {
    if (status.equals(resource.getStatus())) {
      return;
    }
    if (Statuses.write(resource, status, context)) {
      transitions.publish(resource, resource.getStatus(), status);
    }
  }
}
