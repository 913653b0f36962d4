package dev.natstoken.operator.nats.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Makes tokens of 256 random bits: 43 characters of base64url. The first is a letter, because
 * people put tokens where a leading digit or dash has a meaning (nats-io/k8s#1139).
 */
public final class TokenGenerator {

  static final Pattern FORM = Pattern.compile("[A-Za-z][-_A-Za-z0-9]{42}");

  private static final int BYTES = 32;

  private final SecureRandom random;

  public TokenGenerator(SecureRandom random) {
    this.random = random;
  }

  public Token generate() {
    byte[] bytes = new byte[BYTES];
    while (true) {
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      if (Character.isLetter(text.charAt(0))) {
        return Token.of(text);
      }
    }
  }
}
