package dev.natstoken.operator.outcome;

/** Ends a reconciliation at something that only the user can mend. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Reason reason, String message) {
    super(reason + ": " + message, null, false, false);
    this.problem = new Problem(reason, message);
  }

  public Problem problem() {
    return problem;
  }
}
