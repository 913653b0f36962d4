package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHash;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/** The hashes that one pass needs, made beside it: bcrypt takes its time. */
final class TokenHashes {

  /** Takes one that there is, or makes one. */
  interface Source {
    TokenHash hash(Token token, int cost);
  }

  private final Source source;
  private final ToIntFunction<Token> cost;
  private final Executor executor;
  private final Map<Token, Beside<TokenHash>> started = new HashMap<>();

  /**
   * The hashes for one pass.
   *
   * @param cost that the hash of a token should have
   */
  TokenHashes(Source source, ToIntFunction<Token> cost, Executor executor) {
    this.source = source;
    this.cost = cost;
    this.executor = executor;
  }

  /** Begins with the hash of this token, unless it did already. */
  Beside<TokenHash> start(Token token) {
    return started.computeIfAbsent(
        token, t -> Beside.start(executor, () -> source.hash(t, cost.applyAsInt(t))));
  }

  TokenHash get(Token token) {
    return start(token).result();
  }
}
