package dev.natstoken.operator.rotation;

import static dev.natstoken.operator.rotation.Facts.digested;
import static dev.natstoken.operator.rotation.Facts.failOrProved;
import static dev.natstoken.operator.rotation.Facts.former;
import static dev.natstoken.operator.rotation.Facts.hasFailing;
import static dev.natstoken.operator.rotation.Facts.hasReady;
import static dev.natstoken.operator.rotation.Facts.hasThird;
import static dev.natstoken.operator.rotation.Facts.isBeside;
import static dev.natstoken.operator.rotation.Facts.isComing;
import static dev.natstoken.operator.rotation.Facts.isHopeless;
import static dev.natstoken.operator.rotation.Facts.letsInDiscarded;
import static dev.natstoken.operator.rotation.Facts.proved;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Steps.Actor;
import dev.natstoken.operator.rotation.Steps.Step;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What no step of the operator, nor of the controller on its behalf, may do. What the environment
 * takes away is not their fault, but they may not add to it with open eyes.
 *
 * <ol>
 *   <li>A pending token is published while something asks for it. Where an overlap is possible, it
 *       is published with one.
 *   <li>An overlap starts when all servers of the upper half are proved with the new token, or, if
 *       some servers fail, a part of it.
 *   <li>As long as a rotation runs and its overlap is not over, the last ready server with the
 *       former token stays; after publishing, so does the last one with the new token.
 *   <li>While an overlap runs, each ready server that clients are sent to lets in what they read.
 *       Unless something happened to it, there is one.
 *   <li>An overlap is forgotten when all servers are proved with the new token.
 *   <li>Before publishing, the lower half stays as it is.
 *   <li>A set of which all servers are ready is not left without one, unless only one is wanted or
 *       they let in a discarded token.
 *   <li>The number of a published token is higher by one than that of the former. It changes with
 *       the token only. That of a discarded one, which waits for nothing, may be the number of one
 *       whose configuration was not seen.
 *   <li>A request is handled by publishing, and only once.
 *   <li>In a rotation the partition goes up only when it begins. It goes down when all servers from
 *       it on are proved, or because the set shrinks; or, where the overlap is over or nobody but
 *       the user published the token, when those that are not proved fail.
 *   <li>While a server is on its way, no write takes another one that is ready, unless clients have
 *       a token that the set does not know, or a server lets in a discarded one. Where a majority
 *       has to be ready, no write takes it.
 *   <li>Without a rotation, no more than one ready server waits to be taken.
 *   <li>No server comes that neither the user nor a rotation wants; and none goes because it is too
 *       many, while it alone lets in the published token, unless somebody has only just written it
 *       there.
 *   <li>The template never goes back to a token that was left, and no configuration goes that the
 *       template or a server has.
 *   <li>A token that only an old copy of the Secret knows is not published again. One that somebody
 *       wrote there stays, whenever it was written, unless the user brings another.
 * </ol>
 */
final class Invariants implements Search.Watcher {

  @Override
  public void step(World from, Step step) {
    World to = step.to();
    if (step.actor() == Actor.OPERATOR && !from.secret().equals(to.secret())) {
      SecretInvariants.written(from, to.secret().orElseThrow());
    } else if (step.actor() == Actor.OPERATOR && both(from)) {
      if (!from.set().equals(to.set())) {
        shape(from, to);
        size(from, to);
      }
      configurations(from, to);
    } else if (step.actor() == Actor.CONTROLLER && !from.hurt()) {
      if (former(from).filter(t -> isComing(from, t)).isEmpty()) {
        keepsFormer(from, to);
      }
      keepsNew(from, to);
    }
    if (step.actor() != Actor.EVENT) {
      listed(to);
    }
  }

  /** What was decided before somebody deleted one of them may still arrive. */
  private static boolean both(World world) {
    return world.secret().isPresent() && world.set().isPresent();
  }

  private static void configurations(World from, World to) {
    ModelSet set = to.set().orElseThrow();
    check(
        Stream.concat(
                Stream.of(set.template()),
                set.pods().stream().flatMap(Optional::stream).map(ModelPod::revision))
            .map(Revision::token)
            .filter(from.configurations()::containsKey)
            .allMatch(to.configurations()::containsKey),
        "a configuration that servers have went");
  }

  /** Even if nobody but the controller does anything more, all have a server. */
  private static void shape(World from, World to) {
    ModelSet was = from.set().get();
    ModelSet next = to.set().get();
    World without = from.withSet(ModelSet::synced);
    World with = to.withSet(ModelSet::synced);
    if (former(from).filter(t -> hasReady(without, t)).isPresent()) {
      keepsFormer(from, with);
    }
    if (hasReady(without, from.secret().get().published()) && !hasFailing(from)) {
      keepsNew(from, with);
    }
    check(
        hasFailing(from)
            || letsInDiscarded(from)
            || next.replicas() == 1
            || was.readyPods().size() < was.replicas()
            || !with.set().get().readyPods().isEmpty(),
        "no server is ready");
    check(
        !from.secret().get().rotating()
            || was.partition() >= next.partition()
            || (was.partition() == 0
                && from.secret().get().rotating()
                && !was.template().token().equals(from.secret().get().target())),
        "the partition went up");
    check(
        next.template().equals(was.template())
            || next.template().token().equals(from.secret().get().target()),
        "the template goes back to a token that was left");
    keepsEnough(from, to, with.set().get());
    check(
        from.secret().get().pending().isEmpty()
            || next.partition() >= Math.min(was.partition(), from.wish().half()),
        "the lower half goes over before publishing");
    check(
        !from.secret().get().rotating()
            || next.partition() >= was.partition()
            || next.replicas() < was.replicas()
            || proved(from, was.partition(), was.replicas(), from.secret().get().target())
            || (!isBeside(from) && failOrProved(from, was.partition(), was.replicas())),
        "the partition went down before all servers from it on are proved");
  }

  private static void size(World from, World to) {
    ModelSet was = from.set().get();
    ModelSet next = to.set().get();
    TokenState state = from.secret().get();
    check(
        next.replicas() <= Math.max(was.replicas(), from.wish().servers(state)),
        "a server that nobody wants");
    check(
        next.replicas() >= was.replicas()
            || was.readyPods().stream()
                .noneMatch(p -> p.revision().token().equals(state.published()))
            || state.overlap().filter(o -> o.startedAt().isEmpty()).isPresent()
            || was.pods().subList(0, next.replicas()).stream()
                .flatMap(Optional::stream)
                .anyMatch(p -> p.ready() && p.revision().token().equals(state.published())),
        "the only server with the published token goes because it is too many");
  }

  private static void keepsEnough(World from, World to, ModelSet after) {
    ModelSet was = from.set().get();
    ModelSet next = to.set().get();
    if ((!from.view().get().onTarget() && from.secret().get().pending().isEmpty())
        || letsInDiscarded(from)) {
      return;
    }
    int kept = was.without(next.replicas()).readyPods().size();
    boolean comes = was.without(next.replicas()).hasStarting();
    check(
        !comes || next.replicas() == 1 || after.readyPods().size() >= kept,
        "a second server is taken while one is on its way");
    int quorum = from.wish().quorum(Math.min(was.replicas(), next.replicas()));
    check(kept < quorum || after.readyPods().size() >= quorum, "a majority is not ready any more");
    check(
        from.secret().get().rotating()
            || was.template().equals(next.template())
            || next.waiting() <= 1,
        "several servers go over without steps");
  }

  private static void keepsFormer(World from, World to) {
    former(from)
        .filter(t -> !isHopeless(from) && !hasThird(from, t))
        .filter(t -> hasReady(from, t))
        .ifPresent(t -> check(hasReady(to, t), "the last server with the former token went"));
  }

  private static void keepsNew(World from, World to) {
    boolean started =
        from.secret().flatMap(TokenState::overlap).flatMap(Overlap::startedAt).isPresent();
    if (started && digested(from, from.secret().get())) {
      Token published = from.secret().get().published();
      check(
          !hasReady(from, published) || hasReady(to, published),
          "the last server with the new token went");
    }
  }

  private static void listed(World world) {
    Optional<Overlap> overlap =
        world
            .secret()
            .filter(s -> digested(world, s))
            .flatMap(TokenState::overlap)
            .filter(o -> o.startedAt().isPresent());
    if (overlap.isEmpty() || world.set().isEmpty()) {
      return;
    }
    Token published = world.secret().get().published();
    ModelSet set = world.set().get();
    TokenState state = world.secret().get();
    var listed = PublishedServers.of(state, world.wish().servers(state), set.replicas());
    int ready = 0;
    for (int i : listed.ordinals().filter(i -> i < set.replicas()).toArray()) {
      Optional<ModelPod> pod = set.pods().get(i).filter(ModelPod::ready);
      check(
          pod.filter(p -> !p.revision().token().equals(published)).isEmpty(),
          "clients are sent to a server that refuses them");
      ready += pod.isPresent() ? 1 : 0;
    }
    check(world.hurt() || ready > 0, "clients are sent to servers that are not ready");
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
