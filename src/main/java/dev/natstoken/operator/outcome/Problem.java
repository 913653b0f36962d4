package dev.natstoken.operator.outcome;

/**
 * Something that the operator cannot mend by itself, for the user to read.
 *
 * @param message what is wrong, where, and what to do; never a token
 * @param mayPass whether it often passes within moments without anybody's doing
 */
public record Problem(Reason reason, String message, boolean mayPass) {

  private static final int LONGEST_REPORT = 400;

  /** One that stays until somebody acts. */
  public Problem(Reason reason, String message) {
    this(reason, message, false);
  }

  /** The words of somebody else, so that ours can follow. */
  public static String quoted(String sentence) {
    return sentence != null && sentence.endsWith(".")
        ? sentence.substring(0, sentence.length() - 1)
        : sentence;
  }

  /**
   * The words of somebody who may not be who he says: in quotation marks that nothing in them ends,
   * on one line, and not too many.
   */
  public static String reported(String words) {
    String line =
        words == null
            ? ""
            : words
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ")
                .replace('“', '"')
                .replace('”', '"')
                .strip();
    return "“" + (line.length() <= LONGEST_REPORT ? line : cut(line)) + "”";
  }

  private static String cut(String line) {
    boolean within = Character.isHighSurrogate(line.charAt(LONGEST_REPORT - 1));
    return line.substring(0, within ? LONGEST_REPORT - 1 : LONGEST_REPORT) + "…";
  }
}
