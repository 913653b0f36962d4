package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.health.Reconciliations;
import dev.natstoken.operator.metrics.Gauges;
import dev.natstoken.operator.metrics.Metric;
import dev.natstoken.operator.observed.BoundedMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has each resource reconciled in its {@link Turns}. One whose turn it is not gives its thread back
 * at once and is called when it may come.
 */
public abstract class FairReconciler<P extends HasMetadata> implements Reconciler<P> {

  /** It is called long before; this is for a call that went astray. */
  private static final Duration UNCALLED = Duration.ofSeconds(20);

  /** How soon it is seen that others turned out slow and make room. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Reconciler<P> inner;
  private final Reconciliations reconciliations;
  private final Turns turns;
  private final BoundedMap<ResourceID, Object> lookedAt = new BoundedMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final SimpleInboundEventSource<P> calls = new SimpleInboundEventSource<>("turns");

  /**
   * A reconciler around another.
   *
   * @param kind of the resources, for the metrics
   * @param atOnce how many passes run at once in all namespaces together that are not slow
   */
  public FairReconciler(
      Reconciler<P> inner,
      String kind,
      int atOnce,
      InstantSource clock,
      Reconciliations reconciliations,
      MeterRegistry registry) {
    this.inner = inner;
    this.reconciliations = reconciliations;
    this.turns = new Turns(atOnce, clock);
    Gauges all = new Gauges(registry);
    all.add(Metric.RECONCILING, kind, turns::taken);
    all.add(Metric.QUEUE, kind, turns::waiting);
  }

  @Override
  public final List<EventSource<?, P>> prepareEventSources(EventSourceContext<P> context) {
    List<EventSource<?, P>> sources = new ArrayList<>(inner.prepareEventSources(context));
    sources.add(calls);
    return sources;
  }

  @Override
  public final UpdateControl<P> reconcile(P resource, Context<P> context) throws Exception {
    ResourceID id = ResourceID.fromResource(resource);
    if (!turns.take(id, isChanged(id, resource))) {
      lookLater();
      return UpdateControl.<P>noUpdate().rescheduleAfter(UNCALLED);
    }
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getKind() + " " + namespace + "/" + resource.getMetadata().getName();
    reconciliations.begin(name);
    lookedAt.put(id, wanted(resource));
    try {
      return Tenant.call(namespace, () -> inner.reconcile(resource, context));
    } finally {
      reconciliations.end(name);
      turns.end(id).ifPresent(calls::propagateEvent);
    }
  }

  /** What the user of a resource wants of it, to be compared. */
  protected abstract Object wanted(P resource);

  /** The generation of which the status of a resource speaks. */
  protected abstract Optional<Long> reported(P resource);

  /** Whether its user asked for something that no pass has seen; one before the start may have. */
  private boolean isChanged(ResourceID id, P resource) {
    return lookedAt
        .get(id)
        .map(before -> !before.equals(wanted(resource)))
        .orElseGet(() ->
            !reported(resource)
                .equals(Optional.ofNullable(resource.getMetadata().getGeneration())));
  }

  /** Calls those who wait once others turned out slow; one look at a time. */
  private void lookLater() {
    if (looking.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS).execute(this::look);
    }
  }

  private void look() {
    looking.set(false);
    turns.next().ifPresent(calls::propagateEvent);
    if (turns.waiting() > 0) {
      lookLater();
    }
  }

  @Override
  public final ErrorStatusUpdateControl<P> updateErrorStatus(
      P resource, Context<P> context, Exception e) {
    return inner.updateErrorStatus(resource, context, e);
  }
}
