package dev.natstoken.operator.outcome;

/** Something that passes by itself; its message is shown to the user while it lasts. */
public final class TryAgainException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TryAgainException(String message) {
    super(message, null, false, false);
  }
}
