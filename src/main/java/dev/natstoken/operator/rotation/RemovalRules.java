package dev.natstoken.operator.rotation;

import dev.natstoken.operator.rotation.Server.Health;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Which servers the operator takes away itself. Kubernetes rolls a StatefulSet from the top down
 * and waits for each server; what a token needs may not always wait for that.
 *
 * <ol>
 *   <li>A discarded token ends at once. Each server that lets in another token than the published
 *       one is taken, whether it is ready or not and whatever becomes of the others: clients that
 *       may come have another token, so whom it serves should not be served. It gets a few seconds
 *       to stop.
 *   <li>Nothing is taken before the template lets in the published token, from the first server on:
 *       what is taken earlier comes back as it was.
 *   <li>Where a majority has to be ready, they go one after the other, the next when the one before
 *       had a moment to join again.
 *   <li>A token whose time is up ends with the roll. Where that waits for a server that fails, the
 *       next one that has to go over is taken, one at a time, and only while enough stay: if some
 *       server works with the published token, or a single one fails. Where several fail and none
 *       works, what they should run is to blame, and those that run stay.
 *   <li>A server that fails and comes back with something else is taken: it serves nobody, and not
 *       every Kubernetes replaces it, nor any one below the partition.
 * </ol>
 */
public final class RemovalRules {

  private RemovalRules() {}

  /**
   * A server that is to go.
   *
   * @param quickly whether it has only a few seconds to stop, and is hurried if it goes already
   */
  public record Removal(int ordinal, boolean quickly) {}

  /**
   * The servers to be taken now, once the StatefulSet is as it should be.
   *
   * @param comesBackChanged whether the server of this ordinal, replaced now, would not come back
   *     with what it has; false while that is not known
   * @param oneIsJustBack whether one was replaced so lately that it may not have joined the others
   */
  public static List<Removal> of(
      TokenState state,
      Wish wish,
      SetView set,
      IntPredicate comesBackChanged,
      boolean oneIsJustBack) {
    if (!set.onTarget()) {
      return List.of();
    }
    if (state.revokes() && set.partition() == 0) {
      return discarded(wish, set, oneIsJustBack);
    }
    return Stream.concat(overdue(state, wish, set).stream(), broken(set, comesBackChanged))
        .distinct()
        .toList();
  }

  private static List<Removal> discarded(Wish wish, SetView set, boolean oneIsJustBack) {
    boolean inTurn = wish.quorum(set.replicas()) > 0;
    List<Removal> all =
        set.outdated()
            .sorted(Comparator.comparingInt(Server::ordinal).reversed())
            .map(s -> new Removal(s.ordinal(), true))
            .toList();
    return inTurn ? all.stream().limit(oneIsJustBack ? 0 : 1).toList() : all;
  }

  private static Optional<Removal> overdue(TokenState state, Wish wish, SetView set) {
    if (state.pending().isPresent()) {
      return Optional.empty();
    }
    return set.outdated()
        .filter(s -> s.ordinal() >= set.partition() && s.ordinal() < set.replicas())
        .max(Comparator.comparingInt(Server::ordinal))
        .filter(s -> set.mayPassFailing(s.ordinal() + 1))
        .filter(s -> set.canSpare(s.ordinal(), wish.quorum(set.replicas())))
        .map(s -> new Removal(s.ordinal(), false));
  }

  private static Stream<Removal> broken(SetView set, IntPredicate comesBackChanged) {
    return set.between(0, set.replicas())
        .filter(s -> s.health() == Health.FAILING && comesBackChanged.test(s.ordinal()))
        .map(s -> new Removal(s.ordinal(), false));
  }
}
