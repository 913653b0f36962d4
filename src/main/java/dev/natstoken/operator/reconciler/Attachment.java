package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.nats.AuthorizationConfig;
import dev.natstoken.operator.nats.ConfigDigest;
import dev.natstoken.operator.nats.TlsLogin;
import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.nats.TokenHash;
import dev.natstoken.operator.nats.TokenHasher;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import dev.natstoken.operator.status.Observation;
import dev.natstoken.operator.status.Problem;
import dev.natstoken.operator.status.Proof;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One way of one resource whose servers somebody else runs, in this order:
 *
 * <ol>
 *   <li>Look at the servers, and prove those that have the newest authorization block.
 *   <li>Bring the token Secret to what follows from that. All servers have one configuration, so
 *       another token is published at once and there is no overlap.
 *   <li>Write the ConfigMap with the authorization block.
 *   <li>Unless something shows that the servers would not ask for this token, have the StatefulSet
 *       replace its pods. Nothing else of it is touched.
 *   <li>Look whether the token Secret has to follow; if so, write it, and begin anew.
 * </ol>
 */
final class Attachment {

  private static final String NO_OVERLAP =
      "with spec.serverRef there is no overlap: after a change of the token each server refuses the"
          + " former one from its restart on";

  private static final String HINT =
      ". Something else in its configuration decides who gets in: look for another authorization"
          + " block, users or accounts";

  private final NatsTokenAuth resource;
  private final NatsTokenAuthSpec spec;
  private final Owner owner;
  private final ReconcilerContext shared;
  private final Watches watches;
  private final Context<NatsTokenAuth> context;
  private final KubernetesClient client;
  private final Applier applier;
  private final Instant now;

  Attachment(
      NatsTokenAuth resource,
      Owner owner,
      ReconcilerContext shared,
      Watches watches,
      Context<NatsTokenAuth> context) {
    this.resource = resource;
    this.spec = resource.specOrDefaults();
    this.owner = owner;
    this.shared = shared;
    this.watches = watches;
    this.context = context;
    this.client = context.getClient();
    this.applier = new Applier(client, watches, context, owner);
    this.now = shared.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  Observation run() {
    AttachedServers servers =
        AttachedServers.read(client, owner, spec.attachedStatefulSet().orElseThrow());
    Wish wish =
        new Wish(
            servers.replicas(),
            Duration.ZERO,
            spec.rotationOrDefault().intervalIfAny(),
            resource.rotateRequest(),
            new BroughtSecrets(resource, watches.existingSecrets()).token());
    AttachedConfiguration configuration =
        new AttachedConfiguration(
            servers.set(),
            owner.names().authorizationMap(),
            name -> applier.read(ConfigMap.class, name));
    ClientAccess access = ClientAccess.direct(configuration.usesTls());
    TokenStore store =
        new TokenStore(
            owner,
            applier,
            watches,
            wish.brought(),
            (state, existing) -> secret(servers, state, access));
    Optional<TokenState> found = store.read();
    Configurations before = configurations();
    ServerSetSeen seen = new ServerSetSeen(servers.pods(), now, pod -> login(access));
    found.ifPresent(
        state -> seen.prove(shared.prover(), pod -> expectation(pod, state, before, access)));
    TokenState state =
        store.advance(
            stored ->
                decide(
                    stored,
                    before,
                    wish,
                    stored.map(s -> seen.view(servers.set(), s, before, false))),
            servers.replicas(),
            planned -> {});

    ConfigMap authorization = writeAuthorization(state, before);
    Optional<Problem> problem = configuration.problem();
    String digest = Configurations.digest(authorization.getMetadata());
    AttachedServers rolled =
        problem.isPresent()
            ? servers
            : servers.marked(
                client,
                context.getControllerConfiguration().fieldManager(),
                Labels.CONFIG_DIGEST,
                digest);

    Rollout rollout = Rollout.of(rolled.set(), seen.pods(), rolled.replicas());
    boolean all = seen.pods().stream().allMatch(p -> isMarked(p, digest));
    Proof proof = explained(all ? seen.logins(rollout) : new Proof.Pending());
    boolean proved = proof instanceof Proof.Proved || proof instanceof Proof.Unreachable;
    boolean settled = all && rollout.settled() && proved;
    Configurations after = configurations();
    SetView view = seen.view(rolled.set(), state, after, settled);
    TokenState next =
        store.advance(
            stored -> decide(stored, after, wish, Optional.of(view)),
            rolled.replicas(),
            planned -> {});
    if (wish.isUnmet(found, next)) {
      shared.transitions().requestUnmet(resource);
    }
    return new Observation(
        rolled.replicas(),
        rollout.existing(),
        (int) rollout.ready().stream().filter(p -> isMarked(p, digest)).count(),
        all && rollout.complete(),
        proof,
        problem
            .or(rollout::problem)
            .or(() -> UnschedulablePods.in(seen.pods(), now))
            .or(() -> waiting(rolled, rollout, all)),
        Optional.of(new Progress(next, wish, view, Stragglers.UNKNOWN, false).token(owner)),
        Optional.empty(),
        false,
        !next.equals(state),
        digest,
        null,
        Optional.empty(),
        Optional.of(rolled.report(access)),
        Optional.of(NO_OVERLAP + configuration.note().map(n -> "; " + n).orElse("")));
  }

  private TokenState decide(
      Optional<TokenState> stored, Configurations configured, Wish wish, Optional<SetView> set) {
    return TokenRules.next(
        new Situation(stored, configured, wish, set, now, owner.uid()),
        shared.generator()::generate);
  }

  private Secret secret(AttachedServers servers, TokenState state, ClientAccess access) {
    return TokenSecret.desired(
        owner,
        servers.addresses(),
        servers.host(),
        servers.clientPort(),
        state,
        spec.tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
        access);
  }

  private Configurations configurations() {
    return new Configurations(watches.of(ConfigMap.class, resource), shared.verifiedHashes());
  }

  /** Nothing is known of a server that has an earlier block: it changed in place. */
  private static Optional<ServerProof> expectation(
      Pod pod, TokenState state, Configurations configurations, ClientAccess access) {
    boolean newest =
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target());
    return newest
        ? Optional.of(
            new ServerProof(pod, login(access), Optional.of(state.target()), state.other(), ""))
        : Optional.empty();
  }

  /** Whose certificate it should be is not known; who it is, its address says. */
  private static Optional<TlsLogin> login(ClientAccess access) {
    return access.tls() ? Optional.of(TlsLogin.unjudged(Optional.empty())) : Optional.empty();
  }

  private ConfigMap writeAuthorization(TokenState state, Configurations configurations) {
    Token token = state.target();
    int cost = spec.tokenOrDefault().bcryptCostOrDefault(token.hasGeneratedForm());
    TokenHash hash =
        configurations
            .hash(token, cost)
            .orElseGet(() -> new TokenHasher(shared.random()).hash(token, cost));
    String text = AuthorizationConfig.render(spec.authTimeoutSeconds(), hash);
    AuthorizationConfig.check(text, h -> shared.verifiedHashes().verifies(h, token));
    return applier.apply(
        ConfigMap.class,
        AuthorizationMap.desired(owner, text, ConfigDigest.of(text, ""), state.targetGeneration()),
        owner::controlsOrLeft);
  }

  private static boolean isMarked(Pod pod, String digest) {
    return digest.equals(Configurations.digest(pod.getMetadata()));
  }

  private static Proof explained(Proof proof) {
    if (proof instanceof Proof.Failed failed) {
      return new Proof.Failed(failed.message() + HINT);
    } else if (proof instanceof Proof.Open open) {
      return new Proof.Open(open.message() + HINT);
    }
    return proof;
  }

  private static Optional<Problem> waiting(AttachedServers servers, Rollout rollout, boolean all) {
    boolean held = Rollout.partition(servers.set()) > 0;
    if (all || !(servers.waitsForDeletion() || (held && rollout.complete()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Problem.SERVERS_NOT_ROLLED,
            "StatefulSet "
                + servers.name()
                + (servers.waitsForDeletion()
                    ? " has the update strategy OnDelete: delete its pods one by one, so that they"
                        + " come back with the newest token"
                    : " has an update strategy with a partition: lower it, so that the other pods"
                        + " get the newest token too")));
  }
}
