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
import dev.natstoken.operator.nats.Token;
import dev.natstoken.operator.nats.TokenHash;
import dev.natstoken.operator.nats.TokenHasher;
import dev.natstoken.operator.rotation.Server.Health;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way of one resource whose servers somebody else runs, in this order:
 *
 * <ol>
 *   <li>Look at the servers, and prove those that have the newest authorization block.
 *   <li>Bring the token Secret to what follows from that. All servers have one configuration, so
 *       another token is published at once and there is no overlap. None is published while the
 *       servers would not follow: they do not replace themselves, something else decides who gets
 *       in, or a roll is under way.
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
        AttachedServers.read(
            client, resource, context.getPrimaryCache().list(owner.namespace()).toList());
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
    AttachedTls tls =
        new AttachedTls(shared.prover().tls(ready(servers.pods())), configuration.requiresTls());
    ClientAccess access = tls.access();
    TokenStore store =
        new TokenStore(
            owner,
            applier,
            watches,
            wish.brought(),
            (state, existing) -> secret(servers, state, access));
    Optional<TokenState> found = store.read();
    Configurations before = configurations();
    ServerSetSeen seen = new ServerSetSeen(servers.pods(), now, tls::login);
    found.ifPresent(
        state -> seen.prove(shared.prover(), pod -> expectation(pod, state, before, tls)));
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
    Optional<RollHindrance> hindrance = RollHindrance.of(rolled.set());
    boolean follows = problem.isEmpty() && hindrance.isEmpty();
    boolean settled = follows && all && rollout.complete() && proved;
    Configurations after = configurations();
    SetView view = seen.view(rolled.set(), state, after, settled);
    TokenState next =
        store.advance(
            stored -> decide(stored, after, wish, Optional.of(view)),
            rolled.replicas(),
            planned -> {});
    boolean due =
        TokenRules.wantsAnother(situation(Optional.of(next), after, wish, Optional.of(view)));
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
            .or(() -> hindrance.flatMap(h -> waiting(h, rollout, all, due))),
        Optional.of(new Progress(next, wish, view, Stragglers.UNKNOWN, false).token(owner)),
        Optional.empty(),
        false,
        !next.equals(state),
        digest,
        null,
        Optional.empty(),
        Optional.of(rolled.report(access)),
        Optional.of(note(hindrance, configuration)));
  }

  private static String note(
      Optional<RollHindrance> hindrance, AttachedConfiguration configuration) {
    return Stream.of(
            Optional.of(NO_OVERLAP), hindrance.map(RollHindrance::note), configuration.note())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  private List<Pod> ready(List<Pod> pods) {
    return pods.stream().filter(p -> Rollout.health(p, now) == Health.READY).toList();
  }

  private TokenState decide(
      Optional<TokenState> stored, Configurations configured, Wish wish, Optional<SetView> set) {
    return TokenRules.next(situation(stored, configured, wish, set), shared.generator()::generate);
  }

  private Situation situation(
      Optional<TokenState> stored, Configurations configured, Wish wish, Optional<SetView> set) {
    return new Situation(stored, configured, wish, set, now, owner.uid());
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
      Pod pod, TokenState state, Configurations configurations, AttachedTls tls) {
    boolean newest =
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target());
    return newest
        ? Optional.of(
            new ServerProof(pod, tls.login(pod), Optional.of(state.target()), state.other(), ""))
        : Optional.empty();
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

  /** A partition is nothing to be told of as long as the servers above it are on their way. */
  private static Optional<Problem> waiting(
      RollHindrance hindrance, Rollout rollout, boolean all, boolean due) {
    if (all) {
      return due ? Optional.of(hindrance.withholdsToken()) : Optional.empty();
    }
    return hindrance.deletion() || rollout.complete()
        ? Optional.of(hindrance.notRolled())
        : Optional.empty();
  }
}
