package dev.natstoken.operator.reconciler;

/** The operator stops and its caches show nothing any more; nothing may be concluded from them. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("the operator stops", null, false, false);
  }
}
