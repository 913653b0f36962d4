package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.Map;
import java.util.Optional;

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

  static Optional<World> write(World world) {
    Situation situation =
        new Situation(
            world.secret(), world.configured(), world.wish(), world.view(), World.NOW, World.SEED);
    TokenState state = TokenRules.next(situation, world::freshToken);
    if (!world.secret().equals(Optional.of(state))) {
      return Optional.of(world.withSecret(Optional.of(state)));
    }
    Token target = state.target();
    if (!Optional.of(state.targetGeneration())
        .equals(Optional.ofNullable(world.configurations().get(target)))) {
      return Optional.of(world.withConfiguration(target, state.targetGeneration()));
    }
    Revision wanted = world.wanted().orElseThrow();
    Course same =
        Course.of(state, world.wish(), world.view(), world.formerConnections(), World.NOW);
    boolean changed = world.set().filter(s -> !s.template().equals(wanted)).isPresent();
    Shape shape = (changed ? same.changed() : same).shape();
    ModelSet set =
        world
            .set()
            .map(s ->
                s.written(
                    shape.replicas(),
                    shape.partition(),
                    shape.onDelete(),
                    shape.templateMayChange() ? wanted : s.template()))
            .orElseGet(() -> ModelSet.created(shape.replicas(), shape.partition(), wanted));
    boolean unchanged =
        world
            .set()
            .filter(s ->
                s.replicas() == set.replicas()
                    && s.partition() == set.partition()
                    && s.onDelete() == set.onDelete()
                    && s.template().equals(set.template()))
            .isPresent();
    if (!unchanged) {
      return Optional.of(world.withSet(Optional.of(set)));
    }
    Optional<World> removed = removed(world, state);
    if (removed.isPresent()) {
      return removed;
    }
    if (Course.settles(state, false, world.settled()) && world.configurations().size() > 1) {
      return Optional.of(world.withConfigurations(Map.of(target, state.generation())));
    }
    return Optional.empty();
  }

  private static Optional<World> removed(World world, TokenState state) {
    return world.view().stream()
        .flatMap(v ->
            RemovalRules.of(state, world.wish(), v, world.set().get()::comesBackChanged, false)
                .stream())
        .findFirst()
        .map(r -> world.withSet(s -> s.withPod(r.ordinal(), Optional.empty())));
  }
}
