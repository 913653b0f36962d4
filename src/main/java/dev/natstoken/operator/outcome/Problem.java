package dev.natstoken.operator.outcome;

/**
 * Something that the operator cannot mend by itself, for the user to read.
 *
 * @param message what is wrong, where, and what to do; never a token
 */
public record Problem(Reason reason, String message) {

  /** The words of somebody else, so that ours can follow. */
  public static String quoted(String sentence) {
    return sentence != null && sentence.endsWith(".")
        ? sentence.substring(0, sentence.length() - 1)
        : sentence;
  }
}
