package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.status.Problem;

/** Ends a reconciliation at something that only the user can mend. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(String reason, String message) {
    super(reason + ": " + message, null, false, false);
    this.problem = new Problem(reason, message);
  }

  Problem problem() {
    return problem;
  }
}
