package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.ModelPod.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What is so in a world, as the invariants speak of it. */
final class Facts {

  private Facts() {}

  /**
   * Edited, so that clients have a token that no server knows, and the others do not start; or
   * those that should know it do not.
   */
  static boolean isHopeless(World world) {
    TokenState state = world.secret().orElseThrow();
    if (state.pending().isPresent() || hasReady(world, state.target())) {
      return false;
    }
    List<ModelPod> those =
        world.set().stream()
            .flatMap(s -> s.pods().stream())
            .flatMap(Optional::stream)
            .filter(p -> p.revision().token().equals(state.target()))
            .toList();
    return (!those.isEmpty() && those.stream().allMatch(p -> p.condition() == Condition.FAILING))
        || world.set().stream()
            .flatMap(s ->
                s
                    .pods()
                    .subList(0, Math.min(s.replicas(), world.wish().duringRotation()) - 1)
                    .stream())
            .allMatch(p -> p.filter(q -> q.condition() == Condition.FAILING).isPresent());
  }

  /** Edited while servers with yet another token were about to go. */
  static boolean hasThird(World world, Token former) {
    TokenState state = world.secret().orElseThrow();
    Set<Token> two = Set.of(former, state.target());
    return world.set().stream()
        .flatMap(s -> s.pods().stream())
        .flatMap(Optional::stream)
        .anyMatch(p -> !two.contains(p.revision().token()));
  }

  /** The token that should go on working beside the one that the servers are on their way to. */
  static Optional<Token> former(World world) {
    return world
        .secret()
        .filter(s -> digested(world, s))
        .filter(s -> !world.over() && !isGivenUp(world, s))
        .flatMap(s ->
            s.pending().isPresent()
                ? Optional.of(s.published())
                : s.overlap().flatMap(o -> previous(world, o)));
  }

  /**
   * Once the first of its servers went, because nobody used them, nobody should come back. Nor
   * where all go over, because those that should have known an edited token first do not start.
   */
  static boolean isGivenUp(World world, TokenState state) {
    boolean allGo =
        state.overlap().isPresent()
            && world.set().stream()
                .anyMatch(s -> s.partition() == 0 && s.template().token().equals(state.target()));
    if (allGo) {
      return true;
    }
    Optional<Overlap> running = state.overlap().filter(o -> o.startedAt().isPresent());
    int from = running.map(Overlap::serversFrom).orElse(0);
    int partition = world.set().map(ModelSet::partition).orElse(0);
    return running.isPresent()
        && (partition == 0 || (partition < from && from < world.wish().duringRotation()));
  }

  static Optional<Token> previous(World world, Overlap overlap) {
    return overlap
        .previous()
        .or(() ->
            world.configurations().entrySet().stream()
                .filter(e -> e.getValue() == overlap.previousGeneration())
                .map(Map.Entry::getKey)
                .findFirst());
  }

  /** Whether the operator has seen what somebody wrote into the Secret. */
  static boolean digested(World world, TokenState state) {
    return Optional.of(state.generation())
        .equals(Optional.ofNullable(world.configurations().get(state.published())));
  }

  static boolean overlaps(World world) {
    return world.wish().overlaps() && world.set().isPresent();
  }

  static boolean upperHalfProved(World world, Token token) {
    ModelSet set = world.set().orElseThrow();
    return (set.partition() <= world.wish().half() || hasFailing(world))
        && set.partition() < set.replicas()
        && (proved(world, set.partition(), set.replicas(), token)
            || (failOrProved(world, set.partition(), set.replicas()) && hasReady(world, token)));
  }

  static boolean proved(World world, int from, int to, Token token) {
    return IntStream.range(from, to)
        .mapToObj(i -> world.set().get().pods().get(i))
        .allMatch(p -> p.filter(q -> q.proved() && q.revision().token().equals(token)).isPresent());
  }

  static boolean hasReady(World world, Token token) {
    return world.set().stream()
        .flatMap(s -> s.pods().stream())
        .flatMap(Optional::stream)
        .anyMatch(p -> p.ready() && p.revision().token().equals(token));
  }

  /** Whether a server that stays as it is is on its way with this token. */
  static boolean isComing(World world, Token token) {
    return world.set().stream()
        .flatMap(s -> s.pods().subList(0, Math.min(s.partition(), s.replicas())).stream())
        .flatMap(Optional::stream)
        .anyMatch(p -> p.condition() == Condition.STARTING && p.revision().token().equals(token));
  }

  static boolean hasFailing(World world) {
    return world.set().stream()
        .flatMap(s -> s.pods().stream())
        .flatMap(Optional::stream)
        .anyMatch(p -> p.condition() == Condition.FAILING);
  }

  /** Whether nobody should get in with a token that a server lets in. */
  static boolean letsInDiscarded(World world) {
    TokenState state = world.secret().orElseThrow();
    return state.revokes()
        && world.set().stream()
            .flatMap(s -> s.pods().stream())
            .flatMap(Optional::stream)
            .anyMatch(p -> !p.revision().token().equals(state.published()));
  }

  /** Whether another token than the published one should work as well. */
  static boolean isBeside(World world) {
    TokenState state = world.secret().orElseThrow();
    return state.pending().isPresent()
        || (state.overlap().flatMap(Overlap::startedAt).isPresent() && !world.over());
  }

  static boolean failOrProved(World world, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> world.set().get().pods().get(i))
        .allMatch(p -> p.filter(q -> q.condition() == Condition.FAILING || q.proved()).isPresent());
  }
}
