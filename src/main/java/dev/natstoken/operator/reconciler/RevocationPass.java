package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.RoutesSecret;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RoutesFile;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Certificates;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SecondServer;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is done where a certificate or a Secret of the user is not fit for use, which ends any other
 * pass. A discarded token ends all the same:
 *
 * <ol>
 *   <li>This is for servers that exist, while the token Secret is gone or they still let in a token
 *       that was discarded. Otherwise nothing happens.
 *   <li>The servers keep all that they have mounted. Their configuration stays as it is, but for
 *       the hash of another token.
 *   <li>That is the token of the user, if it can be read; else a generated one stands in.
 * </ol>
 */
final class RevocationPass {

  private final OwnServersLook look;
  private final Watches watches;
  private final Tokens tokens;

  RevocationPass(OwnServersLook look, Watches watches, Tokens tokens) {
    this.look = look;
    this.watches = watches;
    this.tokens = tokens;
  }

  /** What came of it; empty if there was nothing to do. */
  Optional<Observation> run(Reconciliation about, Problem problem) {
    Optional<StatefulSet> live = LiveSet.find(about);
    if (live.isEmpty()) {
      return Optional.empty();
    }
    BroughtSecrets brought = new BroughtSecrets(about.resource(), watches.existingSecrets());
    TokenStore store = new TokenStore(about, Optional.empty());
    Configurations configurations = look.configurations(about, live);
    SeenServers servers = SeenServers.unasked(about.own().servers(live), about.now(), false);
    boolean due =
        store
            .read()
            .map(s ->
                s.revokes()
                    && (isReported(about) || remains(servers.view(live.get(), s, configurations))))
            .orElse(true);
    return due && configurations.newestGeneration() > 0
        ? Optional.of(end(about, problem, live.get(), brought, store, configurations, servers))
        : Optional.empty();
  }

  private static boolean remains(SetView view) {
    return !view.onTarget() || view.letsInOther();
  }

  /** What was reported has to be taken back, too. */
  private static boolean isReported(Reconciliation about) {
    return Conditions.isTrue(
        StatusFactory.conditionsOf(about.resource().getStatus()), Conditions.FORMER_TOKEN);
  }

  private Observation end(
      Reconciliation about,
      Problem problem,
      StatefulSet live,
      BroughtSecrets brought,
      TokenStore store,
      Configurations before,
      SeenServers servers) {
    Wish wish = wish(about, brought);
    ClientAccess access =
        new ClientAccess(
            Certificates.hasTls(live),
            about.spec().serviceOrDefault().externalAddress(),
            brought.authorityAsItIs());
    TokenState state =
        store.advance(
            stored -> stored.orElseGet(() -> tokens.next(discarded(about, before, wish))),
            next -> secret(about, live, wish, next, access),
            grounds(about, wish, live)::requireForCreation,
            () -> {});
    boolean remains = remains(servers.view(live, state, before));
    Runnable first = () -> Grounds.requireSecret(about, store);
    StatefulSet set = reconfigure(about, live, state, before, remains, first);
    Configurations after = look.configurations(about, Optional.of(set));
    Optional<Problem> removal =
        ServerRemoval.run(
            about,
            servers,
            set,
            after,
            state,
            wish,
            () -> grounds(about, wish, set).requireForPods(store));
    boolean letIn = listed(live, wish, state).letIn(servers.view(set, state, after), state);
    // There is a problem to tell already.
    var _ = new TokenVersion(state, letIn).follow(about);
    Rollout rollout = Rollout.of(set, servers.pods(), wish.replicas());
    return Observation.of(
            wish.replicas(), SecondServer.counted(wish.replicas(), rollout.existing()))
        .ready(rollout.ready().size())
        .problem(removal.or(() -> Optional.of(problem)))
        .token(
            new Observation.Token(
                about.owner().names().tokenSecret(),
                state.generation(),
                state.createdAt(),
                state.cause(),
                Optional.empty()))
        .former(FormerToken.of(servers, state, wish, after))
        .configDigest(Configurations.digest(set.getSpec().getTemplate().getMetadata()))
        .build();
  }

  private static Grounds grounds(Reconciliation about, Wish wish, StatefulSet set) {
    return new Grounds(about, wish.brought(), Optional.of(set), List.of());
  }

  private static Wish wish(Reconciliation about, BroughtSecrets brought) {
    return new Wish(
        new Wish.WantedServers(
            about.spec().replicasOrDefault(), about.spec().jetstreamIfAny().isPresent(), false),
        new Wish.WantedToken(
            Duration.ZERO, Optional.empty(), about.resource().rotateRequest(), readable(brought)));
  }

  private static Optional<Token> readable(BroughtSecrets brought) {
    try {
      return brought.token();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static Situation discarded(Reconciliation about, Configurations known, Wish wish) {
    return new Situation(
        Optional.empty(), known, wish, Optional.empty(), about.now(), about.owner().uid());
  }

  private static Secret secret(
      Reconciliation about, StatefulSet live, Wish wish, TokenState state, ClientAccess access) {
    return about
        .withAdditions(
            TokenSecret.desired(
                about.owner(),
                listed(live, wish, state),
                state,
                about.spec().tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
                access))
        .secret();
  }

  private static PublishedServers listed(StatefulSet live, Wish wish, TokenState state) {
    return PublishedServers.of(state, wish.servers(state), live.getSpec().getReplicas());
  }

  /**
   * The set with the same configuration for this token, unless it has that already.
   *
   * @param remains whether any server lets in another token
   * @param first what comes before a write of the set
   */
  private StatefulSet reconfigure(
      Reconciliation about,
      StatefulSet live,
      TokenState state,
      Configurations before,
      boolean remains,
      Runnable first) {
    Token token = state.published();
    String former = Configurations.digest(live.getSpec().getTemplate().getMetadata());
    if (before.letsIn(former, token)) {
      return remains
          ? LiveSet.leaveToTheOperator(about, live, first)
          : LiveSet.leaveToKubernetes(about, live, first);
    }
    StatefulSet left = LiveSet.leaveToTheOperator(about, live, first);
    RoutesFile routes = routes(about, natsConf(about, former));
    String natsConf =
        NatsConfig.withHash(
            natsConf(about, former),
            tokens.hashes(about.owner().uid(), before, about.spec()).get(token));
    NatsConfig.check(natsConf, routes, tokens.letsIn(token));
    String digest = ConfigDigest.of(natsConf, routes.text());
    about
        .applier()
        .apply(
            ConfigMap.class,
            ConfigurationMap.desired(about.owner(), natsConf, digest, state.targetGeneration()));
    return LiveSet.reconfigure(about, left, digest, first);
  }

  private static String natsConf(Reconciliation about, String digest) {
    String name = about.owner().names().configMap(digest);
    return about
        .applier()
        .newest()
        .read(ConfigMap.class, name)
        .filter(about.owner()::controls)
        .map(map -> map.getData().get(ConfigurationMap.FILE))
        .orElseThrow(() -> new IllegalStateException("ConfigMap " + name + " is not there"));
  }

  private static RoutesFile routes(Reconciliation about, String natsConf) {
    String name = about.owner().names().routesSecret();
    return about
        .applier()
        .cachedOurs(Secret.class, name, about.owner()::controls)
        .flatMap(secret -> RoutesSecret.file(secret, natsConf))
        .orElseThrow(() -> new IllegalStateException("Secret " + name + " is not as it was"));
  }
}
