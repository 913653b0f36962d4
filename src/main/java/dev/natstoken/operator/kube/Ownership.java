package dev.natstoken.operator.kube;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Predicate;

/**
 * Whether an object may be read and written.
 *
 * @param fieldManager by which the operator is known in the managed fields
 */
record Ownership(Owner owner, String fieldManager) {

  /**
   * Returns if the object is ours.
   *
   * @throws TryAgainException if it will be ours, or will be gone, in a moment
   * @throws ProblemException if it is somebody else's
   */
  <T extends HasMetadata> void require(T actual, Predicate<T> ours) {
    if (ours.test(actual)) {
      return;
    }
    if (owner.isLeft(actual)) {
      throw new TryAgainException(
          describe(actual) + " is of this NatsTokenAuth and has no owner; taking it up");
    }
    if (owner.predecessorControls(actual)) {
      throw new TryAgainException(
          describe(actual)
              + " still belongs to a deleted NatsTokenAuth of this name; waiting for the garbage"
              + " collector");
    }
    throw conflict(actual, madeHere(actual));
  }

  static ProblemException conflict(HasMetadata actual, boolean madeHere) {
    return new ProblemException(
        Reason.NameConflict,
        describe(actual)
            + " exists and does not belong to this NatsTokenAuth; it is left alone. "
            + (madeHere
                ? "The operator made it, and somebody took its labels or its owner away: put them"
                    + " back, or delete it to have it made anew, which restarts servers that use it"
                : "Rename or delete it, or give the NatsTokenAuth another name"));
  }

  private boolean madeHere(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .anyMatch(f -> fieldManager.equals(f.getManager()));
  }

  static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
