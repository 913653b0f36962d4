package dev.natstoken.operator.rotation;

import dev.natstoken.operator.rotation.Server.Health;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far the servers may go.
 *
 * <ol>
 *   <li>No server is taken while another one is on its way. Where a majority has to be ready, none
 *       is taken either while one fails and too few would stay, as long as there are enough.
 *   <li>Without a rotation the StatefulSet is as the user wants it; it shrinks when those that stay
 *       are not on their way, nor alone in refusing the token. A changed template is taken up from
 *       the top, in steps: the partition goes down by one when every server from it on is proved.
 *       Servers that are new begin with it, and so do those at the top that are not ready.
 *   <li>Where clients have a token that no template lets in, all servers go over at once; that
 *       waits only while it would take the one ready server and others are on their way.
 *   <li>For a discarded token it does not wait. As long as a server lets that in, none but the
 *       operator takes servers, which is quicker than Kubernetes: the set does not shrink, other
 *       changes of the template wait, and all that come back have the new one. Kubernetes goes on
 *       when all are there, and the next one that it would take may be spared.
 *   <li>A split begins with the uppermost server. The partition goes down by one when every server
 *       from it on is proved; it stops at half of the servers. It never goes up again.
 *   <li>As long as the overlap has not started, nobody depends on the servers of the new token:
 *       size and template follow the user at once.
 *   <li>But until then nothing is done that takes the last server with the former token, whether
 *       those that stay are on their way or fail. Where somebody published the new token by hand
 *       and no server has it, those that fail are not waited for.
 *   <li>Once the overlap has started, the partition stays until it is over; then it goes on down to
 *       nothing, in the same steps. Those that fail are not waited for then, nor while nobody else
 *       has the published token, unless several fail and none works.
 *   <li>During an overlap the set grows at once. It shrinks only to servers of which some have the
 *       new token already, for which the partition may go down early; to a single server only after
 *       the overlap.
 *   <li>A changed template rolls the servers of the new token one by one, so it waits while the
 *       uppermost is the only ready one among those that clients are sent to. Where a server fails
 *       it does not wait for that: it may be the cure. Where a majority has to be ready, it waits
 *       for a failing server or the end of the rotation.
 *   <li>In a rotation a single server has a second one beside it, if the user lets it: all this
 *       holds for the two of them. The second one goes when there is no rotation any more.
 * </ol>
 */
public final class ShapeRules {

  private ShapeRules() {}

  /**
   * The shape for this state.
   *
   * @param over whether the overlap is over
   */
  public static Shape next(TokenState state, Wish wish, Optional<SetView> exists, boolean over) {
    if (exists.isEmpty()) {
      return new Shape(wish.replicas(), 0, true);
    }
    SetView set = exists.get();
    if (isLeftToTheOperator(state, wish, set)) {
      int replicas = Math.max(set.replicas(), wish.replicas());
      return new Shape(replicas, 0, !set.onTarget()).byTheOperator();
    }
    if (!state.rotating()) {
      return set.onTarget() ? steady(wish, set) : atOnce(wish, set);
    }
    return state.overlap().flatMap(Overlap::startedAt).isPresent()
        ? published(state.overlap().get(), wish, set, over)
        : splitting(wish, set, state.pending().isPresent());
  }

  private static boolean isLeftToTheOperator(TokenState state, Wish wish, SetView set) {
    return state.revokes()
        && (!set.onTarget()
            || set.letsInOther()
            || (set.onDelete() && !set.mayBeLeftToKubernetes(wish.quorum(set.replicas()))));
  }

  private static Shape steady(Wish wish, SetView set) {
    int replicas = maySizeChange(wish, set) ? wish.replicas() : set.replicas();
    int partition = Math.min(set.partition(), replicas);
    boolean further =
        partition > 0
            && (set.stageDone() || (set.letsInOther() && set.mayPassFailing()))
            && set.canSpare(partition - 1, wish.quorum(set.replicas()));
    return new Shape(
        replicas,
        further ? partition - 1 : partition,
        changedFrom(wish, set, Math.min(set.replicas(), replicas)));
  }

  private static OptionalInt changedFrom(Wish wish, SetView set, int replicas) {
    int idle = set.idleFrom(replicas);
    if (idle < replicas || wish.replicas() > replicas) {
      return OptionalInt.of(idle);
    }
    return set.canSpare(replicas - 1, wish.quorum(set.replicas()))
        ? OptionalInt.of(replicas - 1)
        : OptionalInt.empty();
  }

  private static Shape atOnce(Wish wish, SetView set) {
    int replicas = leavesNobody(wish, set) ? set.replicas() : wish.replicas();
    return new Shape(replicas, 0, someoneStandsIn(set, Math.min(set.replicas(), replicas)));
  }

  private static boolean maySizeChange(Wish wish, SetView set) {
    return set.mayShrinkTo(wish.replicas()) && !leavesNobody(wish, set);
  }

  /**
   * The shape before the overlap.
   *
   * @param unpublished whether nobody has the new token yet
   */
  private static Shape splitting(Wish wish, SetView set, boolean unpublished) {
    int servers = wish.duringRotation();
    int top = Math.max(1, servers - 1);
    int partition = set.partition() == 0 && !set.onTarget() ? top : Math.min(set.partition(), top);
    boolean first = unpublished && !set.onTarget();
    if (strands(set, partition, unpublished)
        || (first && !set.canSpare(set.replicas() - 1, wish.quorum(set.replicas())))) {
      return new Shape(Math.max(set.replicas(), servers), set.partition(), false);
    }
    boolean nobodyHasIt =
        !unpublished
            && servers <= set.replicas()
            && set.mayPassFailing()
            && set.failFrom(partition);
    boolean further =
        (nobodyHasIt ? partition > 0 : partition > wish.half() && set.stageDone())
            && set.canSpare(partition - 1, wish.quorum(set.replicas()))
            && !strands(set, partition - 1, unpublished);
    return shape(
        servers,
        partition,
        further ? partition - 1 : partition,
        set,
        !set.onTarget() || mayRoll(wish, set));
  }

  /** A changed template may be the cure of those that fail, so it does not go past them. */
  private static Shape shape(
      int replicas, int partition, int next, SetView set, boolean templateMayChange) {
    int changedFrom = set.stageDone() ? next : partition;
    return new Shape(
        replicas, next, templateMayChange ? OptionalInt.of(changedFrom) : OptionalInt.empty());
  }

  /** Whether a changed template may go over several servers, without steps of their own. */
  private static boolean mayRoll(Wish wish, SetView set) {
    int quorum = wish.quorum(set.replicas());
    return set.canSpare(set.replicas() - 1, quorum) && (quorum == 0 || set.hasFailing());
  }

  private static boolean strands(SetView set, int partition, boolean unpublished) {
    boolean canWait =
        unpublished || set.servers().stream().anyMatch(s -> s.onTarget() && s.ready());
    return set.wouldStrand(partition) && (canWait || !set.hopelessBelow(partition));
  }

  private static Shape published(Overlap overlap, Wish wish, SetView set, boolean over) {
    int servers = wish.duringRotation();
    boolean shrinks = servers < set.replicas() && wish.overlaps();
    boolean allWouldGo = shrinks && overlap.serversFrom() >= servers;
    int goal = over ? 0 : allWouldGo ? wish.half() : set.partition();
    boolean further =
        set.partition() > goal
            && (set.stageDone() || (over && set.mayPassFailing()))
            && set.canSpare(set.partition() - 1, wish.quorum(set.replicas()))
            && (over || !set.wouldStrand(set.partition() - 1));
    boolean grows = servers >= set.replicas();
    boolean mayShrink = shrinks && !allWouldGo && set.stageDone();
    int replicas = grows || mayShrink ? servers : set.replicas();
    return shape(
        replicas,
        set.partition(),
        further ? set.partition() - 1 : set.partition(),
        set,
        mayRoll(wish, set)
            && newTokenStaysIn(set, overlap.serversFrom(), Math.min(set.replicas(), replicas)));
  }

  /** Whether a server lets in the token that goes, and none that stays. */
  private static boolean leavesNobody(Wish wish, SetView set) {
    return set.between(0, wish.replicas()).noneMatch(s -> s.onTarget() && s.ready() && s.proved())
        && set.between(wish.replicas(), set.replicas()).anyMatch(s -> s.onTarget() && s.ready());
  }

  /** Whether a roll, which takes away the uppermost server first, leaves a ready one. */
  private static boolean someoneStandsIn(SetView set, int replicas) {
    List<Server> those = set.between(0, replicas).toList();
    return replicas < 2
        || those.stream().anyMatch(s -> s.health() == Health.FAILING)
        || those.stream().noneMatch(Server::ready)
        || those.stream().anyMatch(s -> s.ordinal() < replicas - 1 && s.ready());
  }

  /** The same for the servers that clients of the new token are sent to; it may be a single one. */
  private static boolean newTokenStaysIn(SetView set, int serversFrom, int replicas) {
    int top = replicas - 1;
    List<Server> those = set.between(0, replicas).filter(Server::onTarget).toList();
    return those.stream().noneMatch(s -> s.ordinal() == top && s.ready())
        || those.stream().anyMatch(s -> s.health() == Health.FAILING)
        || those.stream()
            .anyMatch(s -> s.ordinal() >= serversFrom && s.ordinal() < top && s.ready());
  }
}
