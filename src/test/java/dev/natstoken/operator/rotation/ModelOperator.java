package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The operator: one write, the first that is needed. What would follow it in the same pass is the
 * next step; if none comes in between, it was not cut.
 *
 * <ol>
 *   <li>The Secret.
 *   <li>The configuration of the token that the servers are on their way to.
 *   <li>The StatefulSet.
 *   <li>A server that is to go.
 *   <li>When all is settled: superseded configurations go.
 * </ol>
 */
final class ModelOperator {

  private ModelOperator() {}

  /** What it does where it sees all. */
  static Optional<World> write(World world) {
    return decided(world).flatMap(w -> w.on(world));
  }

  static Optional<Write> decided(World seen) {
    return decided(seen, seen::freshToken);
  }

  /** What it does for what it sees. */
  static Optional<Write> decided(World seen, Supplier<Token> generator) {
    Situation situation =
        new Situation(
            seen.secret(), seen.configured(), seen.wish(), seen.view(), World.NOW, World.SEED);
    TokenState state = TokenRules.next(situation, generator);
    if (!seen.secret().equals(Optional.of(state))) {
      return Optional.of(new Write.OfSecret(seen.secret(), state));
    }
    Token target = state.target();
    if (!Optional.of(state.targetGeneration())
        .equals(Optional.ofNullable(seen.configurations().get(target)))) {
      return Optional.of(new Write.OfConfiguration(target, state.targetGeneration()));
    }
    return set(seen, state).or(() -> removed(seen, state)).or(() -> superseded(seen, state));
  }

  private static Optional<Write> set(World seen, TokenState state) {
    Revision wanted = seen.wanted().orElseThrow();
    Course same = Course.of(state, seen.wish(), seen.view(), seen.formerConnections(), World.NOW);
    boolean changed = seen.set().filter(s -> !s.template().equals(wanted)).isPresent();
    Shape shape = (changed ? same.changed() : same).shape();
    boolean held = changed && !shape.templateMayChange();
    Optional<Revision> template = held ? Optional.empty() : Optional.of(wanted);
    boolean unchanged =
        seen.set()
            .filter(s ->
                s.replicas() == shape.replicas()
                    && s.partition() == shape.partition()
                    && s.onDelete() == shape.onDelete()
                    && s.template().equals(template.orElse(s.template())))
            .isPresent();
    return unchanged
        ? Optional.empty()
        : Optional.of(
            new Write.OfSet(shape.replicas(), shape.partition(), shape.onDelete(), template));
  }

  private static Optional<Write> removed(World seen, TokenState state) {
    return seen.view().stream()
        .flatMap(v ->
            RemovalRules.of(state, seen.wish(), v, seen.set().get()::comesBackChanged, false)
                .stream())
        .findFirst()
        .map(r -> new Write.OfPod(r.ordinal()));
  }

  private static Optional<Write> superseded(World seen, TokenState state) {
    return Course.settles(state, false, seen.settled()) && seen.configurations().size() > 1
        ? Optional.of(Write.OfSuperseded.all(seen, state.target()))
        : Optional.empty();
  }
}
