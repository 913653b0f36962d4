package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.ModelPod.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What can happen next. */
final class Steps {

  /** Who takes a step. */
  enum Actor {
    OPERATOR,
    CONTROLLER,
    /** What happens by itself if one waits: pods start, time passes. */
    NATURE,
    /** What nobody can count on: the user, and accidents. */
    EVENT,
    /** A user who takes back a version that does not start. */
    MEND
  }

  record Step(Actor actor, String what, World to) {}

  private final World from;
  private final List<Step> steps = new ArrayList<>();

  private Steps(World from) {
    this.from = from;
  }

  static List<Step> of(World world, boolean events) {
    Steps all = new Steps(world);
    ModelOperator.write(world).ifPresent(to -> all.add(Actor.OPERATOR, "write", to));
    all.add(Actor.CONTROLLER, "sync", world.withSet(ModelSet::synced));
    all.pods();
    all.time();
    if (world.version() == Revision.BROKEN) {
      all.add(Actor.MEND, "version mended", world.withVersion(1));
    }
    if (events) {
      all.user();
      all.accidents();
    }
    return all.steps;
  }

  /** What becomes of a world when nobody disturbs the operator. */
  static World undisturbed(World from) {
    World world = from;
    for (int i = 0; i < 100 && !world.atEnd(); i++) {
      world =
          of(world, false).stream()
              .min(Comparator.comparing(Step::actor))
              .map(Step::to)
              .orElseThrow();
    }
    if (!world.atEnd()) {
      throw new AssertionError("the end is too far away: " + Picture.of(world));
    }
    return world;
  }

  private void add(Actor actor, String what, World to) {
    if (!to.equals(from)) {
      steps.add(new Step(actor, what, to));
    }
  }

  private void pods() {
    for (int i = 0; i < ModelSet.MOST; i++) {
      int ordinal = i;
      Optional<ModelPod> pod = from.set().flatMap(s -> s.pods().get(ordinal));
      if (pod.isEmpty() || pod.get().proved()) {
        continue;
      }
      Condition next =
          pod.get().ready()
              ? Condition.PROVED
              : pod.get().revision().canStart() ? Condition.READY : Condition.FAILING;
      add(Actor.NATURE, "pod " + i + " " + next, pod(ordinal, p -> p.with(next)));
    }
  }

  private World pod(int ordinal, UnaryOperator<ModelPod> change) {
    return from.withSet(s -> s.withPod(ordinal, s.pods().get(ordinal).map(change)));
  }

  private void time() {
    Optional<Overlap> overlap = from.secret().flatMap(TokenState::overlap);
    Optional<Instant> since = overlap.flatMap(Overlap::startedAt);
    if (since.isEmpty()) {
      return;
    }
    Duration age = Duration.between(since.get(), World.NOW);
    if (age.isZero()) {
      started(OverlapRules.SHORTEST);
    } else if (age.equals(OverlapRules.SHORTEST)) {
      started(World.OVERLAP);
      quiet();
    }
  }

  /** Nobody comes back where somebody may be acting upon that. */
  private void quiet() {
    if (!from.quiet() || from.sight() instanceof Sight.Newest) {
      add(Actor.NATURE, from.quiet() ? "old client comes" : "quiet", from.withQuiet(!from.quiet()));
    }
  }

  private void started(Duration ago) {
    add(
        Actor.NATURE,
        "time passes",
        from.withSecret(
            from.secret()
                .map(s ->
                    s.withOverlap(
                        s.overlap()
                            .get()
                            .started(s.overlap().get().serversFrom(), World.NOW.minus(ago))))));
  }

  private void user() {
    Wish wish = from.wish();
    wish(
        "request",
        Given.requested(wish, Optional.of(wish.request().map(r -> r + "'").orElse("r"))));
    Optional<String> handled = from.secret().flatMap(TokenState::handledRequest);
    if (!wish.request().equals(handled)) {
      wish("request taken back", Given.requested(wish, handled));
    }
    for (int n = 1; n <= ModelSet.MOST; n++) {
      wish("scale to " + n, Given.sized(wish, n, wish.wantedServers().surge()));
    }
    wish("no second server", Given.sized(wish, wish.replicas(), false));
    wish("no overlap", Given.withoutOverlap(wish));
    wish("bring a token", Given.brought(wish, Optional.of(from.freshToken())));
    wish("bring none", Given.brought(wish, Optional.empty()));
    for (int version = 0; version <= 2; version++) {
      add(Actor.EVENT, "version " + version, from.withVersion(version));
    }
    secret();
  }

  private void wish(String what, Wish next) {
    add(Actor.EVENT, what, from.withWish(next));
  }

  private void secret() {
    if (from.secret().isEmpty()) {
      return;
    }
    TokenState state = from.secret().get();
    add(Actor.EVENT, "Secret deleted", from.withSecret(Optional.empty()));
    add(Actor.EVENT, "token edited", edited(state, from.freshToken()));
    state.other().ifPresent(t -> add(Actor.EVENT, "token edited back", edited(state, t)));
    state
        .pending()
        .ifPresent(p -> add(Actor.EVENT, "token edited to the next", edited(state, p.token())));
    if (from.configured().newestGeneration() > 1) {
      add(Actor.EVENT, "old copy restored", copy(World.GIVEN_UP, 1));
    }
    state
        .overlap()
        .flatMap(Overlap::previous)
        .ifPresent(t ->
            add(
                Actor.EVENT,
                "copy from before restored",
                copy(t, state.overlap().get().previousGeneration())));
    if (from.wish().schedule().isPresent()) {
      add(
          Actor.EVENT,
          "interval over",
          edited(state, state.published(), World.NOW.minus(World.INTERVAL)));
    }
  }

  private World edited(TokenState state, Token token) {
    return edited(state, token, state.createdAt());
  }

  private World edited(TokenState state, Token token, Instant createdAt) {
    return from.withSecret(
        Optional.of(
            new TokenState(
                token,
                state.generation(),
                createdAt,
                state.cause(),
                state.handledRequest(),
                state.pending(),
                state.overlap(),
                state.newestKnown())));
  }

  /** What a backup has: a token with its number, and nothing of what came later. */
  private World copy(Token token, long generation) {
    return from.withSecret(
        Optional.of(
            new TokenState(
                token,
                generation,
                World.NOW,
                Cause.Created,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private void accidents() {
    if (from.set().isEmpty()) {
      return;
    }
    ModelSet set = from.set().get();
    for (int i = 0; i < set.replicas(); i++) {
      if (set.pods().get(i).isPresent()) {
        ModelPod pod = set.pods().get(i).get();
        add(
            Actor.EVENT,
            "pod " + i + " deleted",
            from.hurt(Optional.of(set.withPod(i, Optional.empty()))));
        add(
            Actor.EVENT,
            "pod " + i + " fails",
            from.hurt(Optional.of(set.withPod(i, Optional.of(pod.with(Condition.FAILING))))));
      }
    }
    add(Actor.EVENT, "StatefulSet deleted", from.hurt(Optional.empty()));
  }
}
