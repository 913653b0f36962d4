package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Server.Health;
import dev.natstoken.operator.rotation.Wish.WantedServers;
import dev.natstoken.operator.rotation.Wish.WantedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short names for what the rules start from. */
final class Given {

  static final Token OLD = Token.brought("the-former-token-0001");
  static final Token NEW = Token.brought("the-next-token-000002");
  static final Token OTHER = Token.brought("yet-another-token-003");

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration OVERLAP = Duration.ofMinutes(10);
  static final Optional<String> NO_REQUEST = Optional.empty();

  /** Configurations of the former token alone, and of both. */
  static final Map<Token, Long> ONE = Map.of(OLD, 1L);

  static final Map<Token, Long> TWO = Map.of(OLD, 1L, NEW, 2L);

  private Given() {}

  static Wish wish(int replicas) {
    return wish(new WantedServers(replicas, false, false));
  }

  /** One server, and a second one beside it for a rotation. */
  static Wish surging() {
    return wish(new WantedServers(1, false, true));
  }

  private static Wish wish(WantedServers servers) {
    return new Wish(
        servers, new WantedToken(OVERLAP, Optional.empty(), NO_REQUEST, Optional.empty()));
  }

  static Wish requested(Wish wish, String request) {
    return requested(wish, Optional.of(request));
  }

  static Wish requested(Wish wish, Optional<String> request) {
    return new Wish(
        wish.wantedServers(),
        new WantedToken(wish.overlap(), wish.schedule(), request, wish.brought()));
  }

  static Wish brought(Wish wish, Token token) {
    return brought(wish, Optional.of(token));
  }

  static Wish brought(Wish wish, Optional<Token> token) {
    return new Wish(
        wish.wantedServers(),
        new WantedToken(wish.overlap(), wish.schedule(), wish.request(), token));
  }

  static Wish every(Wish wish, Duration interval) {
    return scheduled(wish, new Schedule(interval, Optional.empty()));
  }

  static Wish scheduled(Wish wish, Schedule schedule) {
    return new Wish(
        wish.wantedServers(),
        new WantedToken(wish.overlap(), Optional.of(schedule), wish.request(), wish.brought()));
  }

  static Wish withoutOverlap(Wish wish) {
    return new Wish(
        wish.wantedServers(),
        new WantedToken(Duration.ZERO, wish.schedule(), wish.request(), wish.brought()));
  }

  static Wish withMajority(Wish wish) {
    return new Wish(
        new WantedServers(wish.replicas(), true, wish.wantedServers().surge()), wish.wantedToken());
  }

  /** The same wish of so many servers, of a single one with or without a second beside it. */
  static Wish sized(Wish wish, int replicas, boolean surge) {
    return new Wish(
        new WantedServers(replicas, wish.wantedServers().majority(), surge), wish.wantedToken());
  }

  /** Number 1 is published, and nothing is under way. */
  static TokenState published(Token token) {
    return new TokenState(
        token,
        1,
        NOW.minus(Duration.ofDays(1)),
        Cause.Created,
        NO_REQUEST,
        Optional.empty(),
        Optional.empty());
  }

  static TokenState pending(Token next, Cause cause, Optional<String> request) {
    return published(OLD).withPending(new Pending(next, cause, request));
  }

  static TokenState pending() {
    return pending(NEW, Cause.Requested, Optional.of("r"));
  }

  /** Number 2 is published beside number 1, since that long ago. */
  static TokenState overlapping(int serversFrom, Duration ago) {
    Overlap overlap = new Overlap(1, Optional.of(OLD), serversFrom, Optional.of(NOW.minus(ago)));
    return pending().publish(NOW.minus(ago), Optional.of(overlap));
  }

  /** Somebody wrote the new token over the former one, and nothing else happened yet. */
  static TokenState edited() {
    return new TokenState(
        NEW,
        2,
        NOW,
        Cause.Edited,
        NO_REQUEST,
        Optional.empty(),
        Optional.of(new Overlap(1, Optional.empty(), 2, Optional.empty())));
  }

  static Configured configured(Map<Token, Long> tokens) {
    return new Configured() {
      @Override
      public Optional<Long> generation(Token token) {
        return Optional.ofNullable(tokens.get(token));
      }

      @Override
      public boolean knowsOtherThan(Token token) {
        return tokens.keySet().stream().anyMatch(t -> !t.equals(token));
      }

      @Override
      public long newestGeneration() {
        return tokens.values().stream().mapToLong(g -> g).max().orElse(0);
      }

      @Override
      public long oldestGeneration() {
        return tokens.values().stream().mapToLong(g -> g).min().orElse(0);
      }
    };
  }

  /** All servers are there and proved on what is wanted. */
  static Optional<SetView> settled(int replicas) {
    SetView set = set("N".repeat(replicas), 0).get();
    return Optional.of(new SetView(replicas, 0, true, true, set.servers()));
  }

  /** A set whose template has the former token. */
  static Optional<SetView> before(String servers) {
    SetView set = set(servers, 0).get();
    return Optional.of(new SetView(set.replicas(), 0, false, false, set.servers()));
  }

  /**
   * A set whose template has the new token.
   *
   * @param servers one letter each, from ordinal 0. F, f, x: has the former token and is ready,
   *     starts, fails. N, n, s, X: has the new one and is proved, ready, starts, fails. O: has the
   *     new one and is proved, but of an older revision. -: is not there.
   */
  static Optional<SetView> set(String servers, int partition) {
    return Optional.of(new SetView(servers.length(), partition, true, false, servers(servers)));
  }

  /** The same, with more servers than wanted by the StatefulSet. */
  static Optional<SetView> set(String servers, int partition, int replicas) {
    return Optional.of(new SetView(replicas, partition, true, false, servers(servers)));
  }

  /** What the rules say; the generator makes the new token, unless that one is there already. */
  static TokenState next(
      Optional<TokenState> stored, Map<Token, Long> configured, Wish wish, Optional<SetView> set) {
    return TokenRules.next(
        new Situation(stored, configured(configured), wish, set, NOW, "uid"),
        () -> configured.containsKey(NEW) ? OTHER : NEW);
  }

  static TokenState next(
      TokenState stored, Map<Token, Long> configured, Wish wish, Optional<SetView> set) {
    return next(Optional.of(stored), configured, wish, set);
  }

  private static List<Server> servers(String letters) {
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      if (c == '-') {
        continue;
      }
      boolean onTarget = "NnsXO".indexOf(c) >= 0;
      Health health =
          "FNnO".indexOf(c) >= 0
              ? Health.READY
              : "fs".indexOf(c) >= 0 ? Health.STARTING : Health.FAILING;
      servers.add(new Server(i, onTarget, "NnsX".indexOf(c) >= 0, health, "FNO".indexOf(c) >= 0));
    }
    return servers;
  }
}
