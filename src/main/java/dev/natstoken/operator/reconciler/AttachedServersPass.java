package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.attached.AttachedConfiguration;
import dev.natstoken.operator.attached.AttachedRoll;
import dev.natstoken.operator.attached.AttachedServers;
import dev.natstoken.operator.attached.AttachedTls;
import dev.natstoken.operator.attached.RollHindrance;
import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Progress;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.proof.Expectation;
import dev.natstoken.operator.proof.SeenServers;
import dev.natstoken.operator.rotation.Server.Health;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
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
final class AttachedServersPass {

  private static final String NO_OVERLAP =
      "with spec.serverRef there is no overlap: after a change of the token each server refuses the"
          + " former one from its restart on";

  private final NatsTokenAuth resource;
  private final NatsTokenAuthSpec spec;
  private final Owner owner;
  private final ReconcilerContext shared;
  private final Watches watches;
  private final Context<NatsTokenAuth> context;
  private final KubernetesClient client;
  private final Applier applier;
  private final Instant now;

  AttachedServersPass(
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
        AttachedTls.of(
            shared.prover().tls(ready(servers.pods())),
            Optional.ofNullable(resource.getStatus()).map(NatsTokenAuthStatus::endpoint),
            configuration.requiresTls());
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
    SeenServers seen = new SeenServers(servers.pods(), now, tls::login);
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

    String digest = Configurations.digest(writeAuthorization(state, before).getMetadata());
    Optional<Problem> wrong = configuration.problem();
    AttachedServers rolled =
        wrong.isPresent() ? servers : servers.marked(client, manager(), digest);

    AttachedRoll roll = AttachedRoll.of(rolled, seen, digest, wrong);
    Configurations after = configurations();
    SetView view = seen.view(rolled.set(), state, after, roll.settled());
    TokenState next =
        store.advance(
            stored -> decide(stored, after, wish, Optional.of(view)),
            rolled.replicas(),
            planned -> {});
    if (wish.isUnmet(found, next)) {
      shared.transitions().requestUnmet(resource);
    }
    boolean due =
        TokenRules.wantsAnother(situation(Optional.of(next), after, wish, Optional.of(view)));
    return new Observation(
        rolled.replicas(),
        roll.rollout().existing(),
        roll.ready(),
        roll.complete(),
        roll.proof(),
        roll.problem(due, now),
        Optional.of(new Progress(next, wish, view, Stragglers.UNKNOWN, false).token(owner)),
        Optional.empty(),
        false,
        !next.equals(state),
        digest,
        null,
        Optional.empty(),
        Optional.of(rolled.report(access)),
        Optional.of(note(roll, configuration)));
  }

  private String manager() {
    return context.getControllerConfiguration().fieldManager();
  }

  private static String note(AttachedRoll roll, AttachedConfiguration configuration) {
    return Stream.of(
            Optional.of(NO_OVERLAP),
            roll.hindrance().map(RollHindrance::note),
            configuration.note())
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
  private static Optional<Expectation> expectation(
      Pod pod, TokenState state, Configurations configurations, AttachedTls tls) {
    boolean newest =
        configurations.letsIn(Configurations.digest(pod.getMetadata()), state.target());
    return newest
        ? Optional.of(
            new Expectation(pod, tls.login(pod), Optional.of(state.target()), state.other(), ""))
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
}
