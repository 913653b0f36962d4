package dev.natstoken.operator.nats.foreign;

/** Text as Go's package {@code strings} treats it, where Java differs. */
final class GoText {

  private GoText() {}

  /**
   * Character by character, so that a Turkish capital İ becomes an i. Java's own method gives it a
   * dot above, and then {@code no_auth_user} and others would not be known in such letters.
   */
  static String toLower(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
