package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NetworkPolicySpec;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.desired.ClientService;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.DisruptionBudget;
import dev.natstoken.operator.desired.HeadlessService;
import dev.natstoken.operator.desired.OperatorPods;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.desired.Servers;
import dev.natstoken.operator.desired.ServersNetworkPolicy;
import dev.natstoken.operator.nats.TokenGenerator;
import dev.natstoken.operator.nats.TokenHash;
import dev.natstoken.operator.nats.TokenHasher;
import dev.natstoken.operator.status.Observation;
import dev.natstoken.operator.status.Problem;
import dev.natstoken.operator.status.Proof;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
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
import java.util.Optional;
import java.util.Set;

/**
 * One reconciliation, in this order:
 *
 * <ol>
 *   <li>Paused: say so and change nothing.
 *   <li>Resolve the token and the route credentials; each is in its Secret before anything uses it.
 *   <li>Render the configuration and check it by parsing it back.
 *   <li>Apply what makes the servers start (configuration, StatefulSet), then what makes them found
 *       (Services, PodDisruptionBudget, NetworkPolicy), each group side by side.
 *   <li>Prove the servers that are ready.
 *   <li>When all are proved on the newest configuration, remove superseded configurations.
 *   <li>Report, if there is anything new to say.
 * </ol>
 *
 * <p>A problem that only the user can mend ends it early; whatever runs then keeps running as it
 * is.
 */
public final class NatsTokenAuthReconciler implements Reconciler<NatsTokenAuth> {

  /** While something is under way and no watch event may come, such as a failed proof. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /** Servers find each other within a second or so, and nothing tells of it. */
  private static final Duration LOOK_AGAIN_FOR_ROUTES = Duration.ofMillis(200);

  private final ReconcilerContext shared;
  private Watches watches;
  private TokenResolver tokens;
  private RoutesResolver routes;

  public NatsTokenAuthReconciler(ReconcilerContext shared) {
    this.shared = shared;
  }

  @Override
  public List<EventSource<?, NatsTokenAuth>> prepareEventSources(
      EventSourceContext<NatsTokenAuth> context) {
    watches = new Watches(context);
    TokenGenerator generator = new TokenGenerator(shared.random());
    tokens = new TokenResolver(watches, generator);
    routes = new RoutesResolver(watches, generator);
    return watches.all();
  }

  @Override
  public UpdateControl<NatsTokenAuth> reconcile(
      NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    if (resource.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    StatusFactory factory = new StatusFactory(shared.clock());
    if (resource.specOrDefaults().pausedOrDefault()) {
      report(resource, factory.paused(resource), context);
      return UpdateControl.noUpdate();
    }
    Observation seen;
    try {
      seen = converge(resource, context);
    } catch (ProblemException e) {
      seen = stalled(resource, e.problem());
    } catch (KubernetesClientException e) {
      seen = stalled(resource, refusal(e).orElseThrow(() -> e));
    }
    report(resource, factory.report(resource, seen), context);
    return next(seen);
  }

  private static UpdateControl<NatsTokenAuth> next(Observation seen) {
    UpdateControl<NatsTokenAuth> control = UpdateControl.noUpdate();
    if (seen.proof() instanceof Proof.Joining) {
      return control.rescheduleAfter(LOOK_AGAIN_FOR_ROUTES);
    }
    boolean settled =
        seen.rolledOut() && seen.proof() instanceof Proof.Proved && seen.problem().isEmpty();
    return settled ? control : control.rescheduleAfter(LOOK_AGAIN);
  }

  private Observation converge(NatsTokenAuth resource, Context<NatsTokenAuth> context) {
    Owner owner = owner(resource);
    NatsTokenAuthSpec spec = resource.specOrDefaults();
    Applier applier = new Applier(context.getClient(), watches, context, owner);
    Configurations configurations =
        new Configurations(watches.of(ConfigMap.class, resource), shared.verifiedHashes());

    // The two Secrets need nothing of each other.
    var routesConf =
        shared.background(() -> routes.resolve(owner, spec.replicasOrDefault(), applier));
    Credentials credentials = tokens.resolve(resource, owner, applier, configurations);
    Desired desired =
        Desired.of(
            owner,
            spec,
            shared.config().serverImage(),
            credentials.token(),
            hash(credentials, spec, configurations),
            ReconcilerContext.await(routesConf));

    StatefulSet servers = applyAll(applier, spec, desired, credentials);
    Set<Pod> pods = watches.of(Pod.class, resource);
    Rollout rollout = Rollout.of(servers, pods, spec.replicasOrDefault());
    Proof proof = shared.prover().prove(rollout, credentials, desired.servers().configDigest());
    if (rollout.complete() && proof instanceof Proof.Proved) {
      removeSuperseded(resource, owner, desired, context);
    }
    Optional<Problem> problem =
        rollout
            .problem()
            .or(() -> new PodRefusals(context.getClient(), shared.clock()).of(servers, pods));
    return new Observation(
        spec.replicasOrDefault(),
        rollout.existing(),
        rollout.ready().size(),
        rollout.complete(),
        proof,
        problem,
        Optional.of(new Observation.Token(owner.names().tokenSecret(), credentials.generation())),
        desired.servers().configDigest(),
        spec.versionOrDefault());
  }

  private TokenHash hash(
      Credentials credentials, NatsTokenAuthSpec spec, Configurations configurations) {
    int cost = spec.tokenOrDefault().bcryptCostOrDefault(credentials.token().hasGeneratedForm());
    return configurations
        .hash(credentials.token(), cost)
        .orElseGet(() -> new TokenHasher(shared.random()).hash(credentials.token(), cost));
  }

  private StatefulSet applyAll(
      Applier applier, NatsTokenAuthSpec spec, Desired desired, Credentials credentials) {
    ServerSet set = desired.servers();
    Owner owner = set.owner();
    // Pods wait for these two; what follows needs only to be there when they are up.
    var configuration =
        shared.background(
            () ->
                applier.apply(
                    ConfigMap.class,
                    ConfigurationMap.desired(
                        owner, desired.natsConf(), set.configDigest(), credentials.generation())));
    StatefulSet servers;
    try {
      servers = applier.apply(StatefulSet.class, Servers.desired(set));
    } finally {
      ReconcilerContext.settle(configuration);
    }
    ReconcilerContext.await(configuration);
    var others =
        List.of(
            shared.background(
                () ->
                    applier.apply(
                        Service.class,
                        ClientService.desired(owner, spec.serviceOrDefault(), set.listeners()))),
            shared.background(
                () ->
                    applier.apply(Service.class, HeadlessService.desired(owner, set.listeners()))),
            shared.background(
                () -> applier.apply(PodDisruptionBudget.class, DisruptionBudget.desired(owner))),
            shared.background(() -> applyNetworkPolicy(applier, set, spec)));
    others.forEach(ReconcilerContext::settle);
    others.forEach(ReconcilerContext::await);
    return servers;
  }

  private Optional<NetworkPolicy> applyNetworkPolicy(
      Applier applier, ServerSet set, NatsTokenAuthSpec spec) {
    Owner owner = set.owner();
    NetworkPolicySpec access = spec.networkPolicyOrDefault();
    if (!access.enabledOrDefault()) {
      applier.remove(NetworkPolicy.class, owner.names().networkPolicy());
      return Optional.empty();
    }
    OperatorConfig config = shared.config();
    var operator = new OperatorPods(config.namespace(), config.podLabels());
    return Optional.of(
        applier.apply(NetworkPolicy.class, ServersNetworkPolicy.desired(set, access, operator)));
  }

  private void removeSuperseded(
      NatsTokenAuth resource, Owner owner, Desired desired, Context<NatsTokenAuth> context) {
    watches.of(ConfigMap.class, resource).stream()
        .filter(owner::controls)
        .filter(m -> !m.getMetadata().getName().equals(desired.servers().configMap()))
        .forEach(m -> context.getClient().resource(m).delete());
  }

  /** What is known of the servers when a problem kept the operator from deciding anything. */
  private Observation stalled(NatsTokenAuth resource, Problem problem) {
    Owner owner = owner(resource);
    int wanted = resource.specOrDefaults().replicasOrDefault();
    Rollout rollout =
        watches
            .get(StatefulSet.class, owner.namespace(), owner.names().statefulSet())
            .filter(owner::controls)
            .map(s -> Rollout.of(s, watches.of(Pod.class, resource), wanted))
            .orElse(Rollout.NONE);
    return new Observation(
        wanted,
        rollout.existing(),
        rollout.ready().size(),
        false,
        new Proof.Pending(),
        Optional.of(problem),
        Optional.empty(),
        null,
        null);
  }

  /** An answer of the API server that no retry will change before somebody acts. */
  private static Optional<Problem> refusal(KubernetesClientException e) {
    boolean refused = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == 422;
    String detail = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    return refused
        ? Optional.of(
            new Problem(Problem.WRITE_REFUSED, "The API server refuses a write: " + detail))
        : Optional.empty();
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
    return new Owner(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }
}
