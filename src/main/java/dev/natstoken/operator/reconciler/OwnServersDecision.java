package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.Routes;
import dev.natstoken.operator.kube.ClientPods;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.proof.Prover;
import dev.natstoken.operator.reconciler.OwnServersLook.Given;
import dev.natstoken.operator.reconciler.OwnServersLook.Seen;
import dev.natstoken.operator.reconciler.OwnServersReport.Decided;
import dev.natstoken.operator.rotation.Course;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.OverlapRules;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Shape;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.Optional;

/** The step of {@link OwnServersPass} that decides, after those of {@link OwnServersLook}. */
final class OwnServersDecision {

  private final Prover prover;
  private final ClientPods clientPods;
  private final Tokens tokens;
  private final RollTurns turns;
  private final Plan.DefaultImages images;

  OwnServersDecision(
      Prover prover,
      ClientPods clientPods,
      Tokens tokens,
      RollTurns turns,
      Plan.DefaultImages images) {
    this.prover = prover;
    this.clientPods = clientPods;
    this.tokens = tokens;
    this.turns = turns;
    this.images = images;
  }

  /**
   * Brings the token Secret to what follows from what was seen; then chooses the rest.
   *
   * @param known the routes, as soon as they are known
   */
  Decided decide(Reconciliation about, Given given, Seen seen, Beside<Routes> known) {
    TokenHashes hashes = tokens.hashes(about.owner().uid(), seen.configurations(), about.spec());
    TokenState state =
        given
            .store()
            .advance(
                stored -> {
                  TokenState next = tokens.next(situation(about, given, seen, stored));
                  hashes.start(next.target());
                  return next;
                },
                next -> given.secret(about, next).secret(),
                seen.grounds(about, given, given.live()));
    Optional<SetView> view =
        given.live().map(l -> seen.servers().view(l, state, seen.configurations()));
    Stragglers stragglers = stragglers(about, state, view, seen.servers());
    Optional<FileStoreClaims> claims =
        FileStoreClaims.of(about.owner(), about.spec(), given.live(), about.own().claims());
    TokenHash hash = hashes.get(state.target());
    Routes routesOfAll = known.result();
    OwnServersPlan chosen =
        OwnServersPlan.of(
            about,
            given,
            seeds ->
                Plan.of(
                    about.owner(),
                    about.spec(),
                    images,
                    new Plan.Credentials(
                        hash, routesOfAll.file(seeds), tokens.letsIn(state.target())),
                    given.certificates().mounted(),
                    claims.map(FileStoreClaims::inTheSet)));
    Course same = Course.of(state, given.wish(), view, stragglers.count(), about.now());
    boolean ofTheToken = state.rotating() || view.filter(SetView::onTarget).isEmpty();
    Optional<Duration> turn =
        chosen.changed() && !ofTheToken ? turns.ask(about.resource()) : Optional.empty();
    Course course = chosen.changed() && turn.isEmpty() ? same.changed() : same;
    boolean secondStays = !chosen.changed() && secondStays(about, given, seen, state);
    Shape shape = secondStays ? course.shape().sized(2) : course.shape();
    Optional<StatefulSet> held =
        given
            .live()
            .filter(
                _ -> turn.isPresent() || (chosen.changed() && !course.shape().templateMayChange()));
    boolean letIn = view.filter(v -> given.listed(state).letIn(v, state)).isPresent();
    return new Decided(
        new TokenVersion(state, letIn),
        stragglers,
        course,
        shape,
        chosen.plan(),
        claims,
        held,
        turn);
  }

  private static boolean secondStays(
      Reconciliation about, Given given, Seen seen, TokenState state) {
    return given.live().filter(l -> l.getSpec().getReplicas() == 2).isPresent()
        && OverlapRules.secondStays(
            state, given.wish(), Rollout.readySince(seen.servers().pods(), 0), about.now());
  }

  private static Situation situation(
      Reconciliation about, Given given, Seen seen, Optional<TokenState> stored) {
    Optional<SetView> set =
        given
            .live()
            .flatMap(l -> stored.map(s -> seen.servers().view(l, s, seen.configurations())));
    return new Situation(
        stored, seen.configurations(), given.wish(), set, about.now(), about.owner().uid());
  }

  private Stragglers stragglers(
      Reconciliation about, TokenState state, Optional<SetView> view, SeenServers servers) {
    boolean overlaps = state.overlap().flatMap(Overlap::startedAt).isPresent();
    return view.filter(_ -> overlaps)
        .map(v -> prover.clients(servers.readyBelow(v.partition()), state.known()))
        .map(late -> clientPods.named(late, about.resource(), about.now()))
        .orElse(Stragglers.UNKNOWN);
  }
}
