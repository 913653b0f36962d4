package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One write of the operator, and what the API server makes of it, whatever is there by then. */
sealed interface Write {

  /** The world after it; empty if the API server refuses it. */
  Optional<World> on(World world);

  /**
   * Kinds of which the API server is asked before whether they are as they were seen: those of
   * {@code Grounds}, and for a StatefulSet its generation.
   */
  default Set<Kind> asks() {
    return switch (this) {
      case OfSecret(Optional<TokenState> read, _) ->
          read.isEmpty()
              ? Set.of()
              : EnumSet.of(Kind.WISH, Kind.SET, Kind.PODS, Kind.CONFIGURATIONS);
      case OfSet set ->
          set.onDelete()
              ? EnumSet.of(Kind.WISH, Kind.SECRET, Kind.SET)
              : EnumSet.of(Kind.WISH, Kind.SECRET, Kind.SET, Kind.PODS);
      case OfSuperseded _ -> EnumSet.of(Kind.WISH, Kind.SECRET, Kind.SET, Kind.PODS);
      case OfConfiguration _, OfPod _ -> Set.of();
    };
  }

  /**
   * Whether a step changes what it has to meet, by version or by uid, so that it is refused. The
   * version of a StatefulSet changes with its status, which counts the pods that are ready.
   */
  default boolean isOvertaken(World before, World now) {
    return switch (this) {
      case OfSecret _ -> !before.secret().equals(now.secret());
      case OfSet _ -> !before.set().equals(now.set());
      case OfPod(int ordinal) -> now.pod(ordinal).isEmpty();
      case OfConfiguration _, OfSuperseded _ -> false;
    };
  }

  /** Tokens of which perhaps nothing else knows. */
  default Set<Token> tokens() {
    return switch (this) {
      case OfSecret(_, TokenState state) -> Set.copyOf(state.known());
      case OfConfiguration(Token token, _) -> Set.of(token);
      case OfSet set -> set.template().map(Revision::token).map(Set::of).orElse(Set.of());
      case OfSuperseded(Set<Token> tokens) -> tokens;
      case OfPod _ -> Set.of();
    };
  }

  /** The token Secret, with the version that was read. */
  record OfSecret(Optional<TokenState> read, TokenState state) implements Write {
    @Override
    public Optional<World> on(World world) {
      return world.secret().equals(read)
          ? Optional.of(world.withSecret(Optional.of(state)))
          : Optional.empty();
    }
  }

  /** A configuration, whose name tells its content. */
  record OfConfiguration(Token token, long generation) implements Write {
    @Override
    public Optional<World> on(World world) {
      return Optional.of(world.withConfiguration(token, generation));
    }
  }

  /**
   * The StatefulSet.
   *
   * @param template what it is to run; empty: what it has
   */
  record OfSet(int replicas, int partition, boolean onDelete, Optional<Revision> template)
      implements Write {
    @Override
    public Optional<World> on(World world) {
      return world
          .set()
          .map(s -> s.written(replicas, partition, onDelete, template.orElse(s.template())))
          .or(() -> template.map(t -> ModelSet.created(replicas, partition, t)))
          .map(s -> world.withSet(Optional.of(s)));
    }
  }

  /** The deletion of a pod, with its uid. */
  record OfPod(int ordinal) implements Write {
    @Override
    public Optional<World> on(World world) {
      return world.pod(ordinal).map(_ -> world.withSet(s -> s.withPod(ordinal, Optional.empty())));
    }
  }

  /** The deletion of configurations, whatever they are by then. */
  record OfSuperseded(Set<Token> tokens) implements Write {

    static OfSuperseded all(World seen, Token but) {
      Set<Token> tokens = new HashSet<>(seen.configurations().keySet());
      tokens.remove(but);
      return new OfSuperseded(Set.copyOf(tokens));
    }

    @Override
    public Optional<World> on(World world) {
      Map<Token, Long> left = new HashMap<>(world.configurations());
      left.keySet().removeAll(tokens);
      return Optional.of(world.withConfigurations(left));
    }
  }
}
