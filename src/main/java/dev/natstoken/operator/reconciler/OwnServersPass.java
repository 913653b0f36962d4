package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.Routes;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.ClaimGrowth;
import dev.natstoken.operator.kube.ClientPods;
import dev.natstoken.operator.kube.PodRefusals;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.UnschedulablePods;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.proof.Prover;
import dev.natstoken.operator.reconciler.OwnServersLook.Given;
import dev.natstoken.operator.reconciler.OwnServersLook.Seen;
import dev.natstoken.operator.reconciler.OwnServersReport.Applied;
import dev.natstoken.operator.reconciler.OwnServersReport.Decided;
import dev.natstoken.operator.reconciler.OwnServersReport.Judged;
import dev.natstoken.operator.rotation.Course;
import dev.natstoken.operator.rotation.Shape;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Optional;

/**
 * The pass over servers of our own, in the same steps as {@link AttachedServersPass}:
 *
 * <ol>
 *   <li>Read what the user brought and what the token Secret says. What is not fit for use ends the
 *       pass here, but for what {@link RevocationPass} does.
 *   <li>Look at the servers that there are, and prove the ready ones.
 *   <li>Decide: bring the token Secret to what follows from that, before anything uses it; then how
 *       the StatefulSet should be, and its configuration, checked by parsing it back.
 *   <li>Apply the objects, the StatefulSet as far as a rotation lets it go and while the {@link
 *       Grounds} hold, and ask claims that are to be larger to grow. Take away servers that may not
 *       wait for Kubernetes to do it.
 *   <li>Judge: when all servers are proved on the newest configuration, remove superseded ones, and
 *       make the StatefulSet anew if its claims outgrew it. Look whether the token Secret has to
 *       follow; if so, write it, and begin anew.
 * </ol>
 */
final class OwnServersPass implements Pass {

  private final OwnServersLook look;
  private final RevocationPass revocation;
  private final OwnServersDecision decision;
  private final Prover prover;
  private final Tokens tokens;
  private final RoutesResolver routes;
  private final OwnedObjects objects;
  private final ClaimGrowth claimGrowth;
  private final Transitions transitions;
  private final RollTurns turns;

  /**
   * A pass that serves any number of resources.
   *
   * @param images where a spec names none
   */
  OwnServersPass(
      Watches watches,
      Prover prover,
      ClientPods clientPods,
      Tokens tokens,
      RoutesResolver routes,
      OwnedObjects objects,
      ClaimGrowth claimGrowth,
      Transitions transitions,
      RollTurns turns,
      Plan.DefaultImages images) {
    this.look = new OwnServersLook(watches, prover, tokens);
    this.revocation = new RevocationPass(look, watches, tokens);
    this.decision = new OwnServersDecision(prover, clientPods, tokens, turns, images);
    this.prover = prover;
    this.tokens = tokens;
    this.routes = routes;
    this.objects = objects;
    this.claimGrowth = claimGrowth;
    this.transitions = transitions;
    this.turns = turns;
  }

  @Override
  public Observation run(Reconciliation about) {
    try {
      return run(about, look.read(about));
    } catch (ProblemException e) {
      return revocation.run(about, e.problem()).orElseThrow(() -> e);
    }
  }

  private Observation run(Reconciliation about, Given given) {
    // The routes need nothing of the token.
    Beside<Routes> known = routes.start(about);
    try {
      Seen seen = look.servers(about, given);
      Decided decided = decision.decide(about, given, seen, known);
      Applied applied = apply(about, given, seen, decided);
      Judged judged = judge(about, given, seen, decided, applied);
      return new OwnServersReport(about, given, seen, decided, applied, judged).observation(turns);
    } finally {
      known.end();
    }
  }

  private Applied apply(Reconciliation about, Given given, Seen seen, Decided decided) {
    Shape shape = decided.shape();
    Grounds grounds = seen.grounds(about, given, given.live());
    Runnable first = () -> grounds.requireForSet(given.store(), shape.onDelete());
    StatefulSet servers =
        decided
            .held()
            .map(live -> LiveSet.reshape(about, live, shape, first))
            .orElseGet(() ->
                objects.applyServers(
                    about,
                    decided.plan(),
                    shape,
                    decided.state().targetGeneration(),
                    given.live(),
                    first));
    Optional<Problem> removal =
        ServerRemoval.run(
            about,
            seen.servers(),
            servers,
            look.configurations(about, Optional.of(servers)),
            decided.state(),
            given.wish(),
            () -> seen.grounds(about, given, Optional.of(servers)).requireForPods(given.store()));
    OwnedObjects.Rest rest = objects.applyTheRest(about, decided.plan(), decided.version());
    Optional<Problem> growth = decided.claims().flatMap(c -> claimGrowth.grow(about.context(), c));
    return new Applied(servers, removal, rest, growth);
  }

  private Judged judge(
      Reconciliation about, Given given, Seen seen, Decided decided, Applied applied) {
    SeenServers servers = seen.servers();
    int replicas = decided.course().shape().replicas();
    Rollout rollout =
        decided.state().rotating()
            ? Rollout.of(applied.servers(), servers.pods(), replicas)
            : Rollout.toAll(applied.servers(), servers.pods(), replicas);
    Proof proof = prover.judge(servers, rollout);
    boolean settled =
        Course.settles(decided.state(), decided.waits(), rollout.settled() && proof.suffices());
    if (settled && decided.held().isEmpty()) {
      turns.rolled(about.resource());
      Grounds grounds = seen.grounds(about, given, Optional.of(applied.servers()));
      Runnable first = () -> grounds.requireForRemoval(given.store());
      SupersededConfigurations.remove(about, decided.plan().servers().configMap(), first);
      remake(about, decided, applied.servers(), first);
    }
    Configurations after = look.configurations(about, given.live());
    TokenState next =
        given
            .store()
            .advance(
                stored ->
                    tokens.next(
                        new Situation(
                            stored,
                            after,
                            given.wish(),
                            stored.map(s -> servers.view(applied.servers(), s, after, settled)),
                            about.now(),
                            about.owner().uid())),
                state -> given.secret(about, state).secret(),
                seen.grounds(about, given, Optional.of(applied.servers())));
    if (given.wish().isUnmet(given.stored(), next)) {
      transitions.requestUnmet(about.resource());
    }
    return new Judged(
        rollout,
        proof,
        problem(about, rollout, applied, servers)
            .or(() -> about.refusal(given.secret(about, next))),
        next,
        servers.view(applied.servers(), next, after, settled),
        FormerToken.of(servers, next, given.wish(), after));
  }

  private static void remake(
      Reconciliation about, Decided decided, StatefulSet servers, Runnable first) {
    decided
        .claims()
        .filter(FileStoreClaims::outgrewTheSet)
        .ifPresent(c -> {
          first.run();
          LiveSet.remake(about, servers, decided.plan().servers().withClaims(c.wanted()));
        });
  }

  private static Optional<Problem> problem(
      Reconciliation about, Rollout rollout, Applied applied, SeenServers servers) {
    PodRefusals refusals = new PodRefusals(about.context().getClient());
    return rollout
        .problem()
        .or(applied::removal)
        .or(() -> UnschedulablePods.in(servers.pods(), about.now()))
        .or(() -> refusals.of(applied.servers(), servers.pods(), about.now()))
        .or(applied.rest()::problem)
        .or(applied::growth);
  }
}
