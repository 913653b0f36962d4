package dev.natstoken.operator.nats.token;

/** A text that cannot be a token. The message says what is wrong and what to do, not the text. */
public final class InvalidTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the text. */
  public enum Problem {
    EMPTY("the token is empty: nats-server would let everybody in; put one in"),
    TOO_LONG(
        "the token is longer than 72 bytes, of which bcrypt reads no more; take a shorter one"),
    NOT_PRINTABLE(
        "the token has a character that is not allowed (a space, line break, quote, backslash or"
            + " one outside ASCII); a trailing line break is often put in by echo: use printf"),
    LOOKS_LIKE_HASH("the token has the form of a bcrypt hash; put in the token itself"),
    WEAK(
        "the token is weak: it must have at least 16 characters, 8 of them different; make one"
            + " with openssl rand -hex 32");

    private final String sentence;

    Problem(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Problem problem;

  InvalidTokenException(Problem problem) {
    super(problem.sentence);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
