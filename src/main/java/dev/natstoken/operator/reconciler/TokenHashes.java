package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.observed.Configurations;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * The hashes that one pass needs. One that stands in a configuration is taken again; another is
 * made beside the pass: bcrypt takes its time, which the write of the Secret takes anyway.
 */
final class TokenHashes {

  private final TokenHasher hasher;
  private final Configurations configurations;
  private final ToIntFunction<Token> cost;
  private final Executor executor;
  private final Map<Token, Beside<TokenHash>> started = new HashMap<>();

  /**
   * The hashes for one pass.
   *
   * @param cost that the hash of a token should have
   */
  TokenHashes(
      TokenHasher hasher,
      Configurations configurations,
      ToIntFunction<Token> cost,
      Executor executor) {
    this.hasher = hasher;
    this.configurations = configurations;
    this.cost = cost;
    this.executor = executor;
  }

  /** Begins with the hash of this token, unless it did already. */
  Beside<TokenHash> start(Token token) {
    return started.computeIfAbsent(token, t -> Beside.start(executor, () -> hash(t)));
  }

  TokenHash get(Token token) {
    return start(token).result();
  }

  private TokenHash hash(Token token) {
    int wanted = cost.applyAsInt(token);
    return configurations.hash(token, wanted).orElseGet(() -> hasher.hash(token, wanted));
  }
}
