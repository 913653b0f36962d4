package dev.natstoken.operator.nats.token;

import java.security.SecureRandom;
import org.mindrot.jbcrypt.BCrypt;

/** Makes the hash of a token, with a new salt each time: keep the result. */
public final class TokenHasher {

  private static final int LEAST_COST = 4;
  private static final int MOST_COST = 14;

  private final SecureRandom random;

  public TokenHasher(SecureRandom random) {
    this.random = random;
  }

  /** Cost 4 to 14, otherwise {@link IllegalArgumentException}; 14 takes a server a second. */
  public TokenHash hash(Token token, int cost) {
    if (cost < LEAST_COST || cost > MOST_COST) {
      throw new IllegalArgumentException("bcrypt cost " + cost + " is not between 4 and 14");
    }
    return new TokenHash(BCrypt.hashpw(token.value(), BCrypt.gensalt(cost, random)));
  }
}
