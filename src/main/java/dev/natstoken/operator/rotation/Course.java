package dev.natstoken.operator.rotation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one pass does with the servers, once the token Secret is written.
 *
 * @param over whether the overlap is, so that the servers with the former token may go
 * @param shape how the StatefulSet should be
 */
public record Course(boolean over, Shape shape) {

  /**
   * Follows from the state of the token and the servers as they were seen before the write.
   *
   * @param formerConnections clients on the servers with the former token, if known
   */
  public static Course of(
      TokenState state,
      Wish wish,
      Optional<SetView> set,
      OptionalInt formerConnections,
      Instant now) {
    boolean over = OverlapRules.isOver(state, wish, formerConnections, now);
    return new Course(over, ShapeRules.next(state, wish, set, over));
  }

  /** The same for a template other than the present one. */
  public Course changed() {
    return new Course(over, shape.changed());
  }

  /**
   * Whether nothing of an earlier roll or token is left, so that superseded configurations may go.
   *
   * @param rolled whether every server runs what the StatefulSet says, and is proved
   */
  public static boolean settles(TokenState state, boolean held, boolean rolled) {
    return !state.rotating() && !held && rolled;
  }
}
