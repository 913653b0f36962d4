package dev.natstoken.operator.access;

import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What one access comes to.
 *
 * @param stands the Secret of the access that stays as it is
 * @param gone Secrets of the access that have to go
 */
public record AccessVerdict(Said said, Optional<Secret> stands, List<Secret> gone) {

  /** What is to be told. */
  public sealed interface Said {

    /** The Secret is to be this one. */
    record Held(Secret secret) implements Said {

      /** Without the Secret. */
      @Override
      public String toString() {
        return "Held";
      }
    }

    /** Something that comes by itself is not there yet. */
    record Waiting(String message) implements Said {}

    /** Somebody has to act. */
    record Refused(Problem problem) implements Said {}

    /**
     * The user wants nothing to be done.
     *
     * @param held what becomes of clients meanwhile
     */
    record Paused(Optional<String> held) implements Said {}
  }

  /** The Secret that should stand, if one should be written or compared. */
  public Optional<Secret> wanted() {
    return said instanceof Said.Held(Secret secret) ? Optional.of(secret) : Optional.empty();
  }

  /** What somebody has to mend. */
  public Optional<Problem> problem() {
    return said instanceof Said.Refused(Problem problem) ? Optional.of(problem) : Optional.empty();
  }

  /** Without the Secrets. */
  @Override
  public String toString() {
    return "AccessVerdict[" + said + "]";
  }
}
