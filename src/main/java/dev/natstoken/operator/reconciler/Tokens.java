package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenGenerator;
import dev.natstoken.operator.nats.token.TokenHash;
import dev.natstoken.operator.nats.token.TokenHasher;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.VerifiedHashes;
import dev.natstoken.operator.rotation.Situation;
import dev.natstoken.operator.rotation.TokenRules;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** All that needs randomness or bcrypt, for every pass the same. */
final class Tokens {

  private final TokenGenerator generator;
  private final TokenHasher hasher;
  private final Executor executor;
  private final VerifiedHashes verified = new VerifiedHashes();

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

  TokenHashes hashes(Configurations configurations, NatsTokenAuthSpec spec) {
    return new TokenHashes(
        hasher,
        configurations,
        token -> spec.tokenOrDefault().bcryptCostOrDefault(token.hasGeneratedForm()),
        executor);
  }

  /** Whether a hash lets in this token. */
  Predicate<TokenHash> letsIn(Token token) {
    return hash -> verified.verifies(hash, token);
  }
}
