package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ProblemException;

/** One way of one resource towards what its user wants: read, look, decide, apply, judge. */
interface Pass {

  /** Goes it; throws {@link ProblemException} where only the user can help. */
  Observation run(Reconciliation about);
}
