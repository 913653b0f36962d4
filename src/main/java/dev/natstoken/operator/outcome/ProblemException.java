package dev.natstoken.operator.outcome;

/** Ends a reconciliation at something that only the user can mend. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Reason reason, String message) {
    this(new Problem(reason, message));
  }

  public ProblemException(Problem problem) {
    super(problem.reason() + ": " + problem.message(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
