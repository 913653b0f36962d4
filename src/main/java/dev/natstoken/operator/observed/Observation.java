package dev.natstoken.operator.observed;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a status is made of, as far as one reconciliation came.
 *
 * @param wanted servers that there should be by now
 * @param existing server pods that exist
 * @param ready server pods that are ready on the revision that they should have by now; in a
 *     rotation, on whichever they have
 * @param rolledOut whether these are all, and no other pod is left
 * @param unseen whether the StatefulSet controller has yet to see what was written
 * @param leaving whether these are all, and others that are too many have to go yet
 * @param problem what stops the operator, if anything does
 * @param former servers that let in a token that should not work any more, if any do
 * @param held whether a change of the spec waits for the servers that are on their way
 * @param again whether there is more to do at once
 * @param claims what the servers store on, if they do
 * @param attached where the servers are, if somebody else runs them
 * @param note what the user should know although all is well, or what missing servers wait for
 * @param waitsForTurn how long a changed template that nobody asked for waits for others, if it
 *     does
 * @param certificateExpiresAt when the first certificate of servers of ours does
 */
public record Observation(
    int wanted,
    int existing,
    int ready,
    boolean rolledOut,
    boolean unseen,
    boolean leaving,
    Proof proof,
    Optional<Problem> problem,
    Optional<Token> token,
    Optional<Rotation> rotation,
    Optional<FormerToken> former,
    boolean held,
    boolean again,
    String configDigest,
    String version,
    Optional<Claims> claims,
    Optional<Attached> attached,
    Optional<String> note,
    Optional<Duration> waitsForTurn,
    Optional<Instant> certificateExpiresAt) {

  /** A pass that a problem ended before anything was decided. */
  public static Observation stalled(int wanted, Rollout rollout, Problem problem) {
    return of(wanted, SecondServer.counted(wanted, rollout.existing()))
        .ready(rollout.ready().size())
        .problem(Optional.of(problem))
        .build();
  }

  /** Begins with what is always known; nothing else holds until it is said. */
  public static ObservationBuilder of(int wanted, int existing) {
    return new ObservationBuilder(wanted, existing);
  }

  /**
   * The claims of a file store.
   *
   * @param size the largest that one of them asks for
   * @param growing what they wait for, if they are to be larger
   */
  public record Claims(String size, Optional<String> growing) {}

  /**
   * Servers that somebody else runs.
   *
   * @param selector of their pods
   * @param endpoint name and port under which they are found, without a token
   */
  public record Attached(String selector, String endpoint) {}

  /** The token in use, without its value. */
  public record Token(
      String secretName,
      long generation,
      Instant createdAt,
      Cause reason,
      Optional<Instant> nextRotationAt) {}

  /**
   * A rotation under way.
   *
   * @param previousConnections clients with the former token, if known
   * @param stragglers some of them
   * @param second whether a second server stands in for the only one
   * @param serving whether a proved server lets in the published token
   */
  public record Rotation(
      Phase phase,
      Cause reason,
      long fromGeneration,
      long toGeneration,
      Optional<Instant> overlapEndsAt,
      OptionalInt previousConnections,
      List<Straggler> stragglers,
      boolean second,
      boolean serving) {}

  /** Whether somebody else has to act before anything more happens. */
  public boolean stuck() {
    return problem.isPresent() || (rolledOut && proof.undecided());
  }

  /** Whether nothing happens any more until somebody or the clock acts. */
  public boolean settled() {
    boolean pausing = rotation.map(r -> r.phase() == Phase.Overlap).orElse(true);
    return rolledOut && proof instanceof Proof.Proved && problem.isEmpty() && pausing && !held;
  }
}
