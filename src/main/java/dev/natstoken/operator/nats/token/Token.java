package dev.natstoken.operator.nats.token;

import dev.natstoken.operator.nats.token.InvalidTokenException.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * The token of a client. Only what every client library sends as it is may be one: jnats, for
 * example, does not escape a quote or a backslash in its CONNECT line.
 */
public final class Token {

  /** bcrypt reads no more bytes than this. */
  public static final int MOST_BYTES = 72;

  private static final int FEWEST_BROUGHT = 16;
  private static final int FEWEST_DISTINCT = 8;

  /** What nats-server takes for a hash (server/auth.go); such a token could never log in. */
  private static final Pattern HASH = Pattern.compile("^\\$2[abxy]\\$\\d{2}\\$.*", Pattern.DOTALL);

  private final String value;

  private Token(String value) {
    this.value = value;
  }

  /** A token of any strength; throws {@link InvalidTokenException}. */
  public static Token of(String value) {
    if (value.isEmpty()) {
      throw new InvalidTokenException(Problem.EMPTY);
    }
    if (value.chars().anyMatch(c -> c < 0x21 || c > 0x7E || c == '"' || c == '\\')) {
      throw new InvalidTokenException(Problem.NOT_PRINTABLE);
    }
    if (value.length() > MOST_BYTES) {
      throw new InvalidTokenException(Problem.TOO_LONG);
    }
    if (HASH.matcher(value).matches()) {
      throw new InvalidTokenException(Problem.LOOKS_LIKE_HASH);
    }
    return new Token(value);
  }

  /**
   * A token that somebody thought of or pasted: at least 16 characters, 8 of them different; throws
   * {@link InvalidTokenException}.
   */
  public static Token brought(String value) {
    Token token = of(value);
    if (value.length() < FEWEST_BROUGHT || value.chars().distinct().count() < FEWEST_DISTINCT) {
      throw new InvalidTokenException(Problem.WEAK);
    }
    return token;
  }

  public String value() {
    return value;
  }

  /** Whether its value stands anywhere in a text. */
  public boolean standsIn(String text) {
    return text.contains(value);
  }

  /** Whether it could be one of {@link TokenGenerator}: nobody searches 256 random bits. */
  public boolean hasGeneratedForm() {
    return TokenGenerator.FORM.matcher(value).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Token token
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), token.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Token[redacted]";
  }
}
