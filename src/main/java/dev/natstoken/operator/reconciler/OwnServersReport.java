package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Plan;
import dev.natstoken.operator.desired.ScheduleWish;
import dev.natstoken.operator.desired.ServersNetworkPolicy;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Progress;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SecondServer;
import dev.natstoken.operator.observed.Stragglers;
import dev.natstoken.operator.observed.UnschedulablePods;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.reconciler.OwnServersLook.Given;
import dev.natstoken.operator.reconciler.OwnServersLook.Seen;
import dev.natstoken.operator.rotation.Course;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.Shape;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What the steps of {@link OwnServersPass} came to, and what is told of it. */
record OwnServersReport(
    Reconciliation about, Given given, Seen seen, Decided decided, Applied applied, Judged judged) {

  /**
   * What is to be.
   *
   * @param version the token, and whether clients should be told of it
   * @param stragglers clients that still have the former token
   * @param shape of the StatefulSet for now; it has a server more than the course says while the
   *     second one of a single one stays
   * @param held whether a change of the template waits
   * @param turn how long it waits for the servers of others, if it does
   */
  record Decided(
      TokenVersion version,
      Stragglers stragglers,
      Course course,
      Shape shape,
      Plan plan,
      Optional<FileStoreClaims> claims,
      Optional<StatefulSet> held,
      Optional<Duration> turn) {

    TokenState state() {
      return version.state();
    }

    /** Whether it waits for other servers of the same resource. */
    boolean waits() {
      return held.isPresent() && turn.isEmpty();
    }

    /** The configuration that the servers should have by now. */
    String configDigest() {
      return held.map(l -> Configurations.digest(l.getSpec().getTemplate().getMetadata()))
          .filter(_ -> turn.isPresent())
          .orElseGet(() -> plan.servers().configuration().digest());
    }
  }

  /**
   * What was written.
   *
   * @param servers the StatefulSet as it then is
   * @param removal why a server that has to go does not, if only a person can help
   * @param growth why claims do not grow, if they should and do not
   */
  record Applied(
      StatefulSet servers,
      Optional<Problem> removal,
      OwnedObjects.Rest rest,
      Optional<Problem> growth) {}

  /**
   * What came of it.
   *
   * @param next what the token Secret says by now
   * @param view the servers, as the rules of a rotation look at them
   * @param former servers that let in a token that should not work any more
   */
  record Judged(
      Rollout rollout,
      Proof proof,
      Optional<Problem> problem,
      TokenState next,
      SetView view,
      Optional<FormerToken> former) {}

  /** The observation that follows. */
  Observation observation(RollTurns turns) {
    Progress progress =
        new Progress(
            judged.next(),
            given.wish(),
            judged.view(),
            decided.stragglers(),
            decided.course().over(),
            about.now());
    Rollout rollout = judged.rollout();
    int replicas = given.wish().replicas();
    return Observation.of(
            decided.course().shape().replicas(), SecondServer.counted(replicas, rollout.existing()))
        .ready(SecondServer.counted(replicas, progress.ready(rollout)))
        .rolledOut(rollout.complete())
        .unseen(rollout.unseen().isPresent())
        .leaving(rollout.leaving())
        .proof(judged.proof())
        .problem(judged.problem())
        .token(progress.token(about.owner()))
        .rotation(progress.rotation())
        .former(judged.former())
        .held(decided.waits())
        .waitsForTurn(decided.turn())
        .again(!judged.next().equals(decided.state()))
        .configDigest(decided.configDigest())
        .version(about.spec().versionOrDefault())
        .claims(decided.claims().map(FileStoreClaims::report))
        .note(notes(turns))
        .certificateExpiresAt(given.certificates().expiry())
        .build();
  }

  /** What to know although all is well, or what the servers that are missing wait for. */
  private Optional<String> notes(RollTurns turns) {
    Rollout rollout = judged.rollout();
    if (!rollout.complete() && !rollout.leaving()) {
      return UnschedulablePods.waiting(seen.servers().pods());
    }
    return Stream.of(
            decided.turn().map(_ -> turns.sentence()),
            given.second().note(about.spec()),
            ScheduleWish.note(about.spec().rotationOrDefault(), given.wish().overlaps()),
            applied.rest().note(),
            about.applier().changedByOthers().note(),
            ServersNetworkPolicy.noteOfMetrics(about.spec()))
        .flatMap(Optional::stream)
        .reduce((first, next) -> first + "; " + next);
  }
}
