package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.PodRefusals;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.observed.Certificates;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Progress;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.observed.UnschedulablePods;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.proof.SeenServers;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.OverlapRules;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Shape;
import dev.natstoken.operator.rotation.ShapeRules;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One way of one resource towards what its user wants, in this order:
 *
 * <ol>
 *   <li>Look at what the user brought. What is not fit for use ends the way here.
 *   <li>Look at the servers that there are, and prove the ready ones.
 *   <li>Bring the token Secret to what follows from that; it is written before anything uses it.
 *   <li>Render the configuration for the token that the servers are on their way to, and check it
 *       by parsing it back.
 *   <li>Apply the objects, the StatefulSet as far as a rotation lets it go.
 *   <li>Ask claims that are to be larger to grow.
 *   <li>When all servers are proved on the newest configuration, remove superseded configurations,
 *       and make the StatefulSet anew if its claims outgrew it.
 *   <li>Look whether the token Secret has to follow; if so, write it, and begin anew.
 * </ol>
 */
final class OwnServersPass {

  private final NatsTokenAuth resource;
  private final NatsTokenAuthSpec spec;
  private final Owner owner;
  private final ReconcilerContext shared;
  private final Watches watches;
  private final RoutesResolver routes;
  private final Context<NatsTokenAuth> context;
  private final Applier applier;
  private final Instant now;
  private final Map<Token, CompletableFuture<TokenHash>> hashes = new HashMap<>();
  private Certificates certificates = Certificates.NONE;

  OwnServersPass(
      NatsTokenAuth resource,
      Owner owner,
      ReconcilerContext shared,
      Watches watches,
      RoutesResolver routes,
      Context<NatsTokenAuth> context) {
    this.resource = resource;
    this.spec = resource.specOrDefaults();
    this.owner = owner;
    this.shared = shared;
    this.watches = watches;
    this.routes = routes;
    this.context = context;
    this.applier = new Applier(context.getClient(), watches, context, owner);
    this.now = shared.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  Observation run() {
    BroughtSecrets brought = new BroughtSecrets(resource, watches.existingSecrets());
    Wish wish = wish(brought.token());
    certificates = brought.certificates(owner, now);
    TokenStore store =
        new TokenStore(
            owner, applier, watches, wish.brought(), new OwnSetSecret(owner, spec, clientAccess()));
    Optional<TokenState> found = store.read();
    boolean rotating = found.map(TokenState::rotating).orElse(false);
    // The routes need nothing of the token.
    var routesConf =
        shared.background(() -> routes.resolve(owner, spec.replicasOrDefault(), rotating, applier));
    try {
      return run(wish, store, found, routesConf);
    } finally {
      ReconcilerContext.settle(routesConf);
    }
  }

  private Observation run(
      Wish wish,
      TokenStore store,
      Optional<TokenState> found,
      CompletableFuture<String> routesConf) {
    Optional<StatefulSet> live = liveSet(found.isPresent() || resource.getStatus() != null);
    int existing = live.map(s -> s.getSpec().getReplicas()).orElse(0);
    Configurations before = configurations(live);
    SeenServers seen =
        new SeenServers(
            watches.of(Pod.class, resource), now, pod -> certificates.login(pod, owner));
    found.ifPresent(state -> seen.prove(shared.prover(), state, before));
    TokenState state =
        store.advance(
            stored -> {
              Optional<SetView> set =
                  live.flatMap(l -> stored.map(s -> seen.view(l, s, before, false)));
              return decide(stored, before, wish, set);
            },
            existing,
            planned -> {
              var _ = startHash(planned.target(), before);
            });

    Optional<SetView> view = live.map(l -> seen.view(l, state, before, false));
    Stragglers stragglers = stragglers(state, view, seen);
    boolean over = OverlapRules.isOver(state, wish, stragglers.count(), now);
    Shape shape = ShapeRules.next(state, wish, view, over);
    Optional<FileStoreClaims> claims =
        FileStoreClaims.of(owner, spec, live, watches.of(PersistentVolumeClaim.class, resource));
    Plan desired = desired(state, before, routesConf, claims);
    boolean held = isHeld(desired.servers(), live, shape);
    OwnedObjects objects = new OwnedObjects(shared, applier, spec, desired);
    StatefulSet servers =
        held
            ? applier.reshape(live.orElseThrow(), shape)
            : objects.applyServers(shape, state.targetGeneration());
    OwnedObjects.Rest rest = objects.applyTheRest(context.getClient());
    Optional<Problem> growth = claims.flatMap(c -> shared.claimGrowth().grow(context, c));

    Rollout rollout = Rollout.of(servers, seen.pods(), shape.replicas());
    Proof proof = seen.proof(rollout, shared.prover());
    boolean proved = proof.suffices();
    boolean settled = !state.rotating() && !held && rollout.settled() && proved;
    if (settled) {
      removeSuperseded(desired);
      claims
          .filter(FileStoreClaims::outgrewTheSet)
          .ifPresent(c -> applier.remake(servers, desired.servers().withClaims(c.wanted())));
    }
    Configurations after = configurations(live);
    TokenState next =
        store.advance(
            stored ->
                decide(stored, after, wish, stored.map(s -> seen.view(servers, s, after, settled))),
            existing,
            planned -> {});
    if (wish.isUnmet(found, next)) {
      shared.transitions().requestUnmet(resource);
    }
    Progress progress =
        new Progress(next, wish, seen.view(servers, next, after, settled), stragglers, over);
    return new Observation(
        shape.replicas(),
        rollout.existing(),
        progress.ready(rollout),
        rollout.complete(),
        proof,
        problem(rollout, servers, seen).or(rest::problem).or(() -> growth),
        Optional.of(progress.token(owner)),
        progress.rotation(),
        held,
        !next.equals(state),
        desired.servers().configDigest(),
        spec.versionOrDefault(),
        claims.map(FileStoreClaims::report),
        Optional.empty(),
        rest.note());
  }

  private TokenState decide(
      Optional<TokenState> stored, Configurations configured, Wish wish, Optional<SetView> set) {
    return TokenRules.next(
        new Situation(stored, configured, wish, set, now, owner.uid()),
        shared.generator()::generate);
  }

  private Wish wish(Optional<Token> brought) {
    var rotation = spec.rotationOrDefault();
    return new Wish(
        spec.replicasOrDefault(),
        rotation.overlapOrDefault(),
        rotation.intervalIfAny(),
        resource.rotateRequest(),
        brought);
  }

  /** A client can go over to TLS where it is told of none, but not the other way round. */
  private ClientAccess clientAccess() {
    boolean allHaveTls = watches.of(Pod.class, resource).stream().allMatch(Certificates::hasTls);
    return new ClientAccess(
        spec.tls() != null && allHaveTls,
        spec.serviceOrDefault().externalAddress(),
        certificates.clients().flatMap(ServerCertificate::authorityText));
  }

  /** Where one may exist, the API server is asked too: it may have lost the label. */
  private Optional<StatefulSet> liveSet(boolean mayExist) {
    String name = owner.names().statefulSet();
    return watches
        .get(StatefulSet.class, owner.namespace(), name)
        .or(() ->
            Optional.of(name).filter(n -> mayExist).map(n -> applier.read(StatefulSet.class, n)))
        .filter(owner::controls);
  }

  /** With the one that the servers run, even if it lost the label by which it is watched. */
  private Configurations configurations(Optional<StatefulSet> live) {
    List<ConfigMap> maps = new ArrayList<>(watches.of(ConfigMap.class, resource));
    live.map(s -> Configurations.digest(s.getSpec().getTemplate().getMetadata()))
        .filter(d -> d.startsWith("sha256:"))
        .map(owner.names()::configMap)
        .filter(name -> maps.stream().noneMatch(m -> name.equals(m.getMetadata().getName())))
        .map(name -> applier.read(ConfigMap.class, name))
        .filter(owner::controls)
        .ifPresent(maps::add);
    return new Configurations(maps, shared.verifiedHashes());
  }

  private Stragglers stragglers(TokenState state, Optional<SetView> view, SeenServers seen) {
    boolean overlaps = state.overlap().flatMap(Overlap::startedAt).isPresent();
    if (!overlaps || view.isEmpty()) {
      return Stragglers.UNKNOWN;
    }
    return Stragglers.on(seen.readyBelow(view.get().partition()), state.known(), shared);
  }

  /** bcrypt takes its time, which the write of the Secret takes anyway. */
  private CompletableFuture<TokenHash> startHash(Token token, Configurations configurations) {
    int cost = spec.tokenOrDefault().bcryptCostOrDefault(token.hasGeneratedForm());
    return hashes.computeIfAbsent(
        token,
        t ->
            shared.background(() ->
                configurations
                    .hash(t, cost)
                    .orElseGet(() -> new TokenHasher(shared.random()).hash(t, cost))));
  }

  private Plan desired(
      TokenState state,
      Configurations configurations,
      CompletableFuture<String> routesConf,
      Optional<FileStoreClaims> claims) {
    Token token = state.target();
    TokenHash hash = ReconcilerContext.await(startHash(token, configurations));
    return Plan.of(
        owner,
        spec,
        shared.config().serverImage(),
        token,
        hash,
        ReconcilerContext.await(routesConf),
        certificates.mounted(),
        shared.verifiedHashes(),
        claims);
  }

  private boolean isHeld(ServerSet desired, Optional<StatefulSet> live, Shape shape) {
    return live.isPresent()
        && !shape.templateMayChange()
        && !applier.hasTemplateOf(desired, live.get());
  }

  private void removeSuperseded(Plan desired) {
    watches.of(ConfigMap.class, resource).stream()
        .filter(owner::controls)
        .filter(m -> !m.getMetadata().getName().equals(desired.servers().configMap()))
        .forEach(m -> context.getClient().resource(m).delete());
  }

  private Optional<Problem> problem(Rollout rollout, StatefulSet servers, SeenServers seen) {
    PodRefusals refusals = new PodRefusals(context.getClient(), shared.clock());
    return rollout
        .problem()
        .or(() -> UnschedulablePods.in(seen.pods(), now))
        .or(() -> refusals.of(servers, seen.pods()));
  }
}
