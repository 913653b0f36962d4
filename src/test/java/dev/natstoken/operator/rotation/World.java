package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Wish.WantedServers;
import dev.natstoken.operator.rotation.Wish.WantedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One state of everything: what is in the cluster, and what the user wants. The clock stands still:
 * time passes by moving the marks on the Secret into the past.
 *
 * @param quiet whether nobody uses the former token
 * @param hurt whether something happened to a pod since all were ready; only the tests know it
 * @param sight what the operator has yet to see of it
 */
record World(
    Optional<TokenState> secret,
    Map<Token, Long> configurations,
    Wish wish,
    int version,
    Optional<ModelSet> set,
    boolean quiet,
    boolean hurt,
    Sight sight) {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration OVERLAP = Duration.ofMinutes(10);
  static final Duration INTERVAL = Duration.ofDays(30);
  static final String SEED = "uid";

  /** One that was in use before anything else happened, and is known by no configuration. */
  static final Token GIVEN_UP = Token.brought("abcdefghijklmnop-25");

  private static final List<Token> TOKENS =
      IntStream.range(0, 12).mapToObj(i -> Token.brought("abcdefghijklmnop-" + i)).toList();

  static Token token(int i) {
    return TOKENS.get(i);
  }

  /** Nothing but the resource of the user. */
  static World empty(int replicas, boolean majority, boolean surge, Optional<Token> brought) {
    Wish wish =
        new Wish(
            new WantedServers(replicas, majority, surge),
            new WantedToken(
                OVERLAP,
                brought.isPresent()
                    ? Optional.empty()
                    : Optional.of(new Schedule(INTERVAL, Optional.empty())),
                Optional.empty(),
                brought));
    return new World(
        Optional.empty(), Map.of(), wish, 1, Optional.empty(), false, false, Sight.NEWEST);
  }

  Token freshToken() {
    Set<Token> used = new HashSet<>(tokens());
    switch (sight) {
      case Sight.Newest _ -> {}
      case Sight.Older older -> used.addAll(older.part().tokens());
      case Sight.Late late -> used.addAll(late.write().tokens());
    }
    return TOKENS.stream().filter(t -> !used.contains(t)).findFirst().orElseThrow();
  }

  private Set<Token> tokens() {
    Set<Token> used = new HashSet<>(configurations.keySet());
    wish.brought().ifPresent(used::add);
    secret.ifPresent(s -> {
      used.addAll(s.known());
      used.add(s.published());
    });
    return used;
  }

  Configured configured() {
    return new Configured() {
      @Override
      public Optional<Long> generation(Token token) {
        return Optional.ofNullable(configurations.get(token));
      }

      @Override
      public boolean knowsOtherThan(Token token) {
        return configurations.keySet().stream().anyMatch(t -> !t.equals(token));
      }

      @Override
      public long newestGeneration() {
        return configurations.values().stream().mapToLong(g -> g).max().orElse(0);
      }

      @Override
      public long oldestGeneration() {
        return configurations.values().stream().mapToLong(g -> g).min().orElse(0);
      }
    };
  }

  /** The set as the rules see it. */
  Optional<SetView> view() {
    Optional<Token> target = secret.map(TokenState::target);
    return set.map(s ->
        new SetView(
            s.replicas(),
            s.partition(),
            s.onDelete(),
            target.filter(s.template().token()::equals).isPresent(),
            settled(),
            servers(s, target)));
  }

  private static List<Server> servers(ModelSet s, Optional<Token> target) {
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < ModelSet.MOST; i++) {
      int ordinal = i;
      s.pods()
          .get(i)
          .ifPresent(p ->
              servers.add(
                  new Server(
                      ordinal,
                      target.filter(p.revision().token()::equals).isPresent(),
                      s.observed() && p.revision().equals(s.update()),
                      p.health(),
                      p.proved())));
    }
    return servers;
  }

  Optional<ModelPod> pod(int ordinal) {
    return set.flatMap(s -> s.pods().get(ordinal));
  }

  /** The revision that all servers should have in the end. */
  Optional<Revision> wanted() {
    return secret.map(s -> new Revision(s.target(), version));
  }

  boolean settled() {
    return set.isPresent()
        && wanted().isPresent()
        && set.get().observed()
        && set.get().replicas() == wish.replicas()
        && set.get().partition() == 0
        && !set.get().onDelete()
        && set.get().template().equals(wanted().get())
        && set.get().current().equals(wanted().get())
        && IntStream.range(0, ModelSet.MOST)
            .allMatch(i ->
                i < wish.replicas()
                    ? set.get()
                        .pods()
                        .get(i)
                        .filter(p -> p.proved() && p.revision().equals(wanted().get()))
                        .isPresent()
                    : set.get().pods().get(i).isEmpty());
  }

  boolean over() {
    return secret.map(s -> OverlapRules.isOver(s, wish, formerConnections(), NOW)).orElse(false);
  }

  OptionalInt formerConnections() {
    return quiet ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** Whether nothing is left to do. */
  boolean atEnd() {
    return settled()
        && !secret.get().rotating()
        && secret.get().newestKnown() == secret.get().generation()
        && (wish.brought().isEmpty() || wish.brought().get().equals(secret.get().published()))
        && (wish.request().isEmpty() || wish.request().equals(secret.get().handledRequest()))
        && configurations.keySet().equals(Set.of(secret.get().published()))
        && !due();
  }

  boolean due() {
    return wish.brought().isEmpty()
        && secret
            .filter(s -> wish.schedule().filter(i -> i.asks(s, SEED, NOW)).isPresent())
            .isPresent();
  }

  World withSecret(Optional<TokenState> next) {
    boolean started = next.flatMap(TokenState::overlap).flatMap(Overlap::startedAt).isPresent();
    return new World(next, configurations, wish, version, set, quiet && started, hurt, sight);
  }

  World withConfiguration(Token token, long generation) {
    Map<Token, Long> next = new HashMap<>(configurations);
    next.put(token, generation);
    return withConfigurations(next);
  }

  World withConfigurations(Map<Token, Long> next) {
    return new World(secret, Map.copyOf(next), wish, version, set, quiet, hurt, sight);
  }

  World withWish(Wish next) {
    return new World(secret, configurations, next, version, set, quiet, hurt, sight);
  }

  World withVersion(int next) {
    return new World(secret, configurations, wish, next, set, quiet, hurt, sight);
  }

  World withQuiet(boolean next) {
    return new World(secret, configurations, wish, version, set, next, hurt, sight);
  }

  World withSet(Optional<ModelSet> next) {
    boolean still = hurt && next.filter(ModelSet::calm).isEmpty();
    return new World(secret, configurations, wish, version, next, quiet, still, sight);
  }

  World withSet(UnaryOperator<ModelSet> change) {
    return withSet(set.map(change));
  }

  World hurt(Optional<ModelSet> next) {
    return new World(secret, configurations, wish, version, next, quiet, true, sight);
  }

  World withSight(Sight next) {
    return new World(secret, configurations, wish, version, set, quiet, hurt, next);
  }

  /** The same as somebody sees it, who is not told whether pods were hurt. */
  World seenSet(Optional<ModelSet> next) {
    return new World(secret, configurations, wish, version, next, quiet, hurt, sight);
  }
}
