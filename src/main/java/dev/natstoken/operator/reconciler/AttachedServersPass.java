package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.attached.AttachedConfiguration;
import dev.natstoken.operator.attached.AttachedRoll;
import dev.natstoken.operator.attached.AttachedServers;
import dev.natstoken.operator.attached.AttachedTls;
import dev.natstoken.operator.attached.RollHindrance;
import dev.natstoken.operator.desired.AuthorizationMap;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.ScheduleWish;
import dev.natstoken.operator.desired.SecretAdditions;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.config.AuthorizationConfig;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Progress;
import dev.natstoken.operator.observed.ReachedBefore;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.proof.Prover;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import dev.natstoken.operator.rotation.Wish.WantedServers;
import dev.natstoken.operator.rotation.Wish.WantedToken;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pass over servers that somebody else runs, in the same steps as {@link OwnServersPass}:
 *
 * <ol>
 *   <li>Read what the user brought, the servers and their configuration, and what the token Secret
 *       says.
 *   <li>Look at the servers, and prove those that have the newest authorization block.
 *   <li>Decide: bring the token Secret to what follows from that. All servers have one
 *       configuration, so another token is published at once and there is no overlap. None is
 *       published while the servers would not follow: they do not replace themselves, something
 *       else decides who gets in, or a roll is under way.
 *   <li>Apply the ConfigMap with the authorization block. Unless something shows that the servers
 *       would not ask for this token, have the StatefulSet replace its pods. Nothing else of it is
 *       touched.
 *   <li>Judge: look whether the token Secret has to follow; if so, write it, and begin anew.
 * </ol>
 */
final class AttachedServersPass implements Pass {

  private static final String NO_OVERLAP =
      "with spec.serverRef there is no overlap: after a change of the token each server refuses the"
          + " former one from its restart on";

  private final Watches watches;
  private final Prover prover;
  private final Tokens tokens;
  private final Transitions transitions;
  private final Lookalikes lookalikes;

  AttachedServersPass(
      Watches watches,
      Prover prover,
      Tokens tokens,
      Transitions transitions,
      Lookalikes lookalikes) {
    this.watches = watches;
    this.prover = prover;
    this.tokens = tokens;
    this.transitions = transitions;
    this.lookalikes = lookalikes;
  }

  @Override
  public Observation run(Reconciliation about) {
    Given given = read(about);
    Seen seen = look(about, given);
    TokenState state = decide(about, given, seen);
    AttachedRoll roll = apply(about, given, seen, state);
    Judged judged = judge(about, given, seen, state, roll);
    return report(about, given, seen, roll, judged, state);
  }

  /** What there is, before any server is asked for its token. */
  private record Given(
      Wish wish,
      Authorities authorities,
      AttachedServers servers,
      AttachedConfiguration configuration,
      TokenStore store,
      Optional<TokenState> stored) {}

  private Given read(Reconciliation about) {
    AttachedServers servers = AttachedSet.read(about);
    lookalikes.tellSelected(about.resource(), servers, about.now());
    BroughtSecrets brought = new BroughtSecrets(about.resource(), watches.existingSecrets());
    Wish wish =
        new Wish(
            new WantedServers(servers.replicas(), false, false),
            new WantedToken(
                Duration.ZERO,
                ScheduleWish.of(about.spec().rotationOrDefault()),
                about.resource().rotateRequest(),
                brought.token()));
    AttachedConfiguration configuration =
        AttachedConfiguration.of(
            servers.set(),
            about.owner().names().authorizationMap(),
            name -> about.applier().newest().read(ConfigMap.class, name));
    TokenStore store = new TokenStore(about, wish.brought());
    return new Given(wish, brought.authorities(), servers, configuration, store, store.read());
  }

  /** The servers before anything is written. */
  private record Seen(SeenServers servers, Configurations configurations, ClientAccess access) {}

  private Seen look(Reconciliation about, Given given) {
    SeenServers unasked =
        SeenServers.unasked(
            given.servers().pods(),
            about.now(),
            ReachedBefore.in(Optional.ofNullable(about.resource().getStatus())));
    AttachedTls tls =
        new AttachedTls(
            prover.tls(unasked.ready()),
            Optional.ofNullable(about.resource().getStatus())
                .map(NatsTokenAuthStatus::endpoint)
                .map(endpoint -> endpoint.startsWith("tls://")),
            given.configuration().requiresTls(),
            given.authorities());
    Configurations configurations = configurations(about);
    SeenServers servers =
        given
            .stored()
            .map(state ->
                prover.prove(
                    unasked,
                    pod ->
                        Expectation.ofAttached(
                            pod, tls.login(pod, given.servers()), state, configurations)))
            .orElse(unasked);
    return new Seen(servers, configurations, tls.access());
  }

  private Configurations configurations(Reconciliation about) {
    return tokens.configurations(about.own().configurations(), Set.of());
  }

  private TokenState decide(Reconciliation about, Given given, Seen seen) {
    return given
        .store()
        .advance(
            stored -> {
              Optional<SetView> set =
                  stored.map(
                      s -> seen.servers().view(given.servers().set(), s, seen.configurations()));
              return tokens.next(situation(about, given, stored, seen.configurations(), set));
            },
            state -> secret(about, given.servers(), state, seen.access()).secret(),
            grounds(about, given));
  }

  /** Servers that somebody else runs are read from the API server anyway. */
  private static Grounds grounds(Reconciliation about, Given given) {
    return new Grounds(about, given.wish().brought(), Optional.empty(), List.of());
  }

  private static Situation situation(
      Reconciliation about,
      Given given,
      Optional<TokenState> stored,
      Configurations configurations,
      Optional<SetView> set) {
    return new Situation(
        stored, configurations, given.wish(), set, about.now(), about.owner().uid());
  }

  private static SecretAdditions secret(
      Reconciliation about, AttachedServers servers, TokenState state, ClientAccess access) {
    return about.withAdditions(
        TokenSecret.desired(
            about.owner(),
            new TokenSecret.Addresses(servers.addresses(), servers.host(), servers.clientPort()),
            state,
            about.spec().tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
            access));
  }

  private AttachedRoll apply(Reconciliation about, Given given, Seen seen, TokenState state) {
    Runnable first = () -> grounds(about, given).requireForAttached(given.store());
    ConfigMap authorization = writeAuthorization(about, state, seen.configurations(), first);
    String digest = Configurations.digest(authorization.getMetadata());
    Optional<Problem> wrong = given.configuration().problem();
    AttachedServers rolled =
        wrong.isPresent()
            ? given.servers()
            : AttachedSet.mark(about, given.servers(), digest, first);
    return AttachedRoll.of(rolled, seen.servers(), digest, wrong);
  }

  /** What comes before a write is for the caller to say. */
  private ConfigMap writeAuthorization(
      Reconciliation about, TokenState state, Configurations configurations, Runnable first) {
    Token token = state.target();
    String text =
        AuthorizationConfig.render(
            about.spec().authTimeoutSeconds(),
            tokens.hashes(about.owner().uid(), configurations, about.spec()).get(token));
    AuthorizationConfig.check(text, tokens.letsIn(token));
    return about
        .applier()
        .applySeen(
            ConfigMap.class,
            AuthorizationMap.desired(
                about.owner(), text, ConfigDigest.of(text, ""), state.targetGeneration()),
            about.owner()::controlsOrLeft,
            first);
  }

  /**
   * What came of it.
   *
   * @param next what the token Secret says by now
   * @param due whether another token than that is
   * @param beside what is wrong with objects that no server needs
   */
  private record Judged(TokenState next, SetView view, boolean due, Optional<Problem> beside) {}

  private Judged judge(
      Reconciliation about, Given given, Seen seen, TokenState state, AttachedRoll roll) {
    Configurations after = configurations(about);
    SetView view = seen.servers().view(roll.servers().set(), state, after, roll.settled());
    TokenState next =
        given
            .store()
            .advance(
                stored -> tokens.next(situation(about, given, stored, after, Optional.of(view))),
                planned -> secret(about, given.servers(), planned, seen.access()).secret(),
                grounds(about, given));
    if (given.wish().isUnmet(given.stored(), next)) {
      transitions.requestUnmet(about.resource());
    }
    boolean due =
        TokenRules.wantsAnother(
            situation(about, given, Optional.of(next), after, Optional.of(view)));
    boolean letIn = PublishedServers.ALL.letIn(view, state);
    Optional<Problem> beside =
        new TokenVersion(state, letIn)
            .follow(about)
            .or(() -> about.refusal(secret(about, given.servers(), next, seen.access())));
    return new Judged(next, view, due, beside);
  }

  private static Observation report(
      Reconciliation about,
      Given given,
      Seen seen,
      AttachedRoll roll,
      Judged judged,
      TokenState state) {
    Progress progress =
        new Progress(
            judged.next(), given.wish(), judged.view(), Stragglers.UNKNOWN, false, about.now());
    return Observation.of(roll.servers().replicas(), roll.rollout().existing())
        .ready(roll.ready())
        .rolledOut(roll.complete())
        .proof(roll.proof())
        .problem(roll.problem(judged.due(), about.now()).or(judged::beside))
        .token(progress.token(about.owner()))
        .again(!judged.next().equals(state))
        .configDigest(roll.digest())
        .attached(roll.servers().report(seen.access()))
        .note(Optional.of(note(roll, given.configuration())))
        .build();
  }

  private static String note(AttachedRoll roll, AttachedConfiguration configuration) {
    return Stream.of(
            Optional.of(NO_OVERLAP),
            roll.hindrance().map(RollHindrance::note),
            configuration.note())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }
}
