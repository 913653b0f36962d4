package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenGenerator;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.VerifiedHashes;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** All that needs randomness or bcrypt, for every pass the same. */
final class Tokens {

  private final TokenGenerator generator;
  private final TokenHasher hasher;
  private final Executor executor;
  private final VerifiedHashes verified = new VerifiedHashes();
  private final BoundedMap<String, TokenHash> made = new BoundedMap<>();

  Tokens(SecureRandom random, Executor executor) {
    this.generator = new TokenGenerator(random);
    this.hasher = new TokenHasher(random);
    this.executor = executor;
  }

  TokenGenerator generator() {
    return generator;
  }

  /** What the token Secret should say next. */
  TokenState next(Situation situation) {
    return TokenRules.next(situation, generator::generate);
  }

  /**
   * The configurations in these maps.
   *
   * @param used digests of those that servers have
   */
  Configurations configurations(Collection<ConfigMap> maps, Set<String> used) {
    return new Configurations(maps, used, verified);
  }

  /**
   * The hashes for one pass.
   *
   * @param owner uid of the resource
   */
  TokenHashes hashes(String owner, Configurations configurations, NatsTokenAuthSpec spec) {
    return new TokenHashes(
        (token, cost) -> {
          Optional<TokenHash> written = configurations.hash(token, cost);
          written.ifPresent(hash -> made.remove(owner));
          return written.orElseGet(() -> madeBefore(owner, token, cost));
        },
        token -> spec.tokenOrDefault().bcryptCostOrDefault(token.hasGeneratedForm()),
        executor);
  }

  /**
   * The hash that was made for this resource and stands in no configuration yet, if it is of this
   * token: one that could not be written is the same, and has the same name, when it is tried
   * again.
   */
  private TokenHash madeBefore(String owner, Token token, int cost) {
    return made.get(owner)
        .filter(hash -> hash.cost() == cost && verified.verifies(hash, token))
        .orElseGet(() -> {
          TokenHash hash = hasher.hash(token, cost);
          made.put(owner, hash);
          return hash;
        });
  }

  /** Whether a hash lets in this token. */
  Predicate<TokenHash> letsIn(Token token) {
    return hash -> verified.verifies(hash, token);
  }
}
