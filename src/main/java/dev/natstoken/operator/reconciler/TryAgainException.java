package dev.natstoken.operator.reconciler;

/** Something that passes by itself; its message is shown to the user while it lasts. */
final class TryAgainException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TryAgainException(String message) {
    super(message, null, false, false);
  }
}
