package dev.natstoken.operator.outcome;

/** The operator stops and its caches show nothing any more; nothing may be concluded from them. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("the operator stops", null, false, false);
  }
}
