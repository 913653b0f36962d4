package dev.natstoken.operator.nats.token;

import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/**
 * A complete bcrypt hash with the prefix {@code $2a$}, the only one that jBCrypt makes. A truncated
 * one is refused here because nats-server would take it and then let in nobody.
 */
public record TokenHash(String value) {

  private static final Pattern FORM = Pattern.compile("\\$2a\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
  private static final int LEAST_COST = 4;

  /** The most that a resource may ask for: a forged hash must not cost hours to verify. */
  private static final int MOST_COST = 14;

  public TokenHash {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a complete bcrypt hash with prefix $2a$");
    }
    int cost = cost(value);
    if (cost < LEAST_COST || cost > MOST_COST) {
      throw new IllegalArgumentException(
          "bcrypt cost " + cost + " is not between 4 and " + MOST_COST);
    }
  }

  public int cost() {
    return cost(value);
  }

  public boolean verifies(Token token) {
    return BCrypt.checkpw(token.value(), value);
  }

  private static int cost(String value) {
    return Integer.parseInt(value.substring(4, 6));
  }
}
