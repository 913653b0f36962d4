package dev.natstoken.operator.desired;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a token, as an annotation says it. Whoever may write the object may write any; one
 * that is too long counts as none, so that counting on from it never overflows.
 */
public final class TokenGeneration {

  private static final Pattern FORM = Pattern.compile("[0-9]{1,9}");

  private TokenGeneration() {}

  /** The number under {@link Labels#TOKEN_GENERATION}. */
  public static Optional<Long> in(Map<String, String> annotations) {
    return read(annotations == null ? null : annotations.get(Labels.TOKEN_GENERATION));
  }

  static Optional<Long> read(String text) {
    return Optional.ofNullable(text).filter(t -> FORM.matcher(t).matches()).map(Long::valueOf);
  }
}
