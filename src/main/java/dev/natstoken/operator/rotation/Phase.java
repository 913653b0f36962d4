package dev.natstoken.operator.rotation;

import java.util.Optional;

/** Where a rotation with overlap stands; publishing is one write and so never seen. */
public enum Phase {
  /** The new token is chosen; no server has it yet. */
  Prepare,
  /** The upper part of the servers, half of them or less, goes over to the new token. */
  Split,
  /** Both tokens work. */
  Overlap,
  /** The rest of the servers goes over. */
  Finish;

  /**
   * The phase of this state; empty without a rotation, and while all servers go over at once.
   *
   * @param over whether the overlap is over
   */
  public static Optional<Phase> of(TokenState state, Optional<SetView> set, boolean over) {
    if (!state.rotating()) {
      return Optional.empty();
    }
    if (state.overlap().flatMap(o -> o.startedAt()).isPresent()) {
      boolean going = over || set.map(s -> s.partition() == 0).orElse(true);
      return Optional.of(going ? Finish : Overlap);
    }
    return Optional.of(set.map(SetView::onTarget).orElse(false) ? Split : Prepare);
  }
}
