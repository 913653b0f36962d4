package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.events.ResourceGauges;
import dev.natstoken.operator.kube.RetryMessage;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.kube.WriteRefusal;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.StoppedException;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.status.NextLook;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation: a paused resource is left alone; any other goes one way towards what its user
 * wants ({@link OwnServersPass}); then whatever is new is reported. A problem that only the user
 * can mend ends the way early; whatever runs then keeps running as it is.
 */
public final class NatsTokenAuthReconciler implements Reconciler<NatsTokenAuth> {

  private static final Logger log = LoggerFactory.getLogger(NatsTokenAuthReconciler.class);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final ReconcilerContext shared;
  private Watches watches;
  private RoutesResolver routes;

  public NatsTokenAuthReconciler(ReconcilerContext shared) {
    this.shared = shared;
  }

  @Override
  public List<EventSource<?, NatsTokenAuth>> prepareEventSources(
      EventSourceContext<NatsTokenAuth> context) {
    watches = new Watches(context, shared.config().watchSecrets());
    routes = new RoutesResolver(watches, shared.generator());
    new ResourceGauges(context.getPrimaryCache()).register(shared.registry());
    return watches.all();
  }

  @Override
  public UpdateControl<NatsTokenAuth> reconcile(
      NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    try {
      return resource.isMarkedForDeletion()
          ? UpdateControl.noUpdate()
          : converge(resource, context);
    } catch (StoppedException e) {
      // The next operator goes on from what is in the cluster.
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<NatsTokenAuth> converge(
      NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    StatusFactory factory = new StatusFactory(shared.clock());
    if (resource.specOrDefaults().pausedOrDefault()) {
      report(resource, factory.paused(resource), context);
      return UpdateControl.noUpdate();
    }
    Observation seen;
    try {
      seen = look(resource, context);
    } catch (ProblemException e) {
      seen = stalled(resource, e.problem());
    } catch (KubernetesClientException e) {
      seen = stalled(resource, WriteRefusal.of(e).orElseThrow(() -> e));
    } catch (TryAgainException e) {
      return waiting(resource, e, context);
    }
    if (seen.again()) {
      // What was seen is overtaken by a write; the next look is worth a report.
      return UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(AT_ONCE);
    }
    NatsTokenAuthStatus status = factory.report(resource, seen);
    report(resource, status, context);
    return next(seen, status);
  }

  private Observation look(NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    Owner owner = owner(resource);
    return resource.specOrDefaults().attachedStatefulSet().isPresent()
        ? new AttachedServersPass(resource, owner, shared, watches, context).run()
        : new OwnServersPass(resource, owner, shared, watches, routes, context).run();
  }

  private UpdateControl<NatsTokenAuth> next(Observation seen, NatsTokenAuthStatus status) {
    UpdateControl<NatsTokenAuth> control = UpdateControl.noUpdate();
    NextLook.after(seen, status.conditions(), shared.config().resync(), shared.clock().instant())
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  /** No error, and thus none of JOSDK's retries, which log a stack trace each time. */
  private UpdateControl<NatsTokenAuth> waiting(
      NatsTokenAuth resource, TryAgainException e, Context<NatsTokenAuth> context) {
    NatsTokenAuthStatus status =
        new StatusFactory(shared.clock()).retrying(resource, e.getMessage());
    if (!status.equals(resource.getStatus())) {
      log.info("{}", e.getMessage());
    }
    report(resource, status, context);
    return UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(NextLook.SOON);
  }

  /** What is known of the servers when a problem kept the operator from deciding anything. */
  private Observation stalled(NatsTokenAuth resource, Problem problem) {
    Owner owner = owner(resource);
    int wanted = resource.specOrDefaults().replicasOrDefault();
    // With serverRef there is none of this name that is ours.
    Rollout rollout =
        watches
            .get(StatefulSet.class, owner.namespace(), owner.names().statefulSet())
            .filter(owner::controls)
            .map(s -> Rollout.of(s, watches.of(Pod.class, resource), wanted))
            .orElse(Rollout.NONE);
    return Observation.stalled(wanted, rollout.existing(), rollout.ready().size(), problem);
  }

  @Override
  public ErrorStatusUpdateControl<NatsTokenAuth> updateErrorStatus(
      NatsTokenAuth resource, Context<NatsTokenAuth> context, Exception e) {
    NatsTokenAuthStatus status =
        new StatusFactory(shared.clock()).retrying(resource, RetryMessage.of(e));
    if (status.equals(resource.getStatus())) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    return ErrorStatusUpdateControl.patchStatus(withStatus(resource, status));
  }

  private void report(
      NatsTokenAuth resource, NatsTokenAuthStatus status, Context<NatsTokenAuth> context) {
    if (status.equals(resource.getStatus())) {
      return;
    }
    try {
      PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(
          resource, withStatus(resource, status), context);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return; // Deleted meanwhile: nobody is left to be told.
      }
      throw e;
    }
    shared.transitions().publish(resource, resource.getStatus(), status);
  }

  /**
   * Server-side apply of the status wants an object with nothing else in it; the uid keeps it from
   * a namesake that was created meanwhile.
   */
  private static NatsTokenAuth withStatus(NatsTokenAuth resource, NatsTokenAuthStatus status) {
    NatsTokenAuth fresh = new NatsTokenAuth();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withUid(resource.getMetadata().getUid())
            .build());
    fresh.setStatus(status);
    return fresh;
  }

  private static Owner owner(NatsTokenAuth resource) {
    var metadata = resource.getMetadata();
    return new Owner(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        resource.specOrDefaults().commonLabelsOrEmpty());
  }
}
