package dev.natstoken.operator.rotation;

import java.util.List;
import java.util.stream.Stream;

/**
 * The StatefulSet that exists and its servers.
 *
 * @param onDelete whether none but the operator replaces a server, the partition being 0
 * @param onTarget whether its template lets in the token that the servers are on their way to
 * @param settled whether every server runs what is wanted now, is proved, and nothing of an earlier
 *     roll is left
 */
public record SetView(
    int replicas,
    int partition,
    boolean onDelete,
    boolean onTarget,
    boolean settled,
    List<Server> servers) {

  /** Where Kubernetes rolls the servers. */
  public SetView(
      int replicas, int partition, boolean onTarget, boolean settled, List<Server> servers) {
    this(replicas, partition, false, onTarget, settled, servers);
  }

  /** Whether all servers that may be on the new token are, and are proved. */
  boolean stageDone() {
    return onTarget
        && servers.stream().noneMatch(s -> s.ordinal() >= replicas)
        && between(partition, replicas).filter(Server::done).count()
            == Math.max(0, replicas - partition);
  }

  /**
   * Whether a roll may go on although some servers from this one on fail with what they should run:
   * the others have the new token and work, or there are none and a single one fails.
   */
  boolean mayPassFailing(int from) {
    List<Server> rolled = between(from, replicas).toList();
    long failing = rolled.stream().filter(Server::failsOnTarget).count();
    long done = rolled.stream().filter(Server::done).count();
    return onTarget
        && servers.stream().noneMatch(s -> s.ordinal() >= replicas)
        && failing > 0
        && failing + done == Math.max(0, replicas - from)
        && (done > 0 || failing == 1);
  }

  /** The same for all that may be on the new token. */
  boolean mayPassFailing() {
    return mayPassFailing(partition);
  }

  /** Servers that let in another token than the one that the servers are on their way to. */
  Stream<Server> outdated() {
    return servers.stream().filter(s -> !s.onTarget());
  }

  /** Whether any server does. */
  public boolean letsInOther() {
    return outdated().findAny().isPresent();
  }

  /** Whether all servers from this ordinal on, of which there are some, fail. */
  boolean failFrom(int ordinal) {
    return ordinal < replicas
        && between(ordinal, replicas).allMatch(s -> s.health() == Server.Health.FAILING)
        && between(ordinal, replicas).count() == replicas - ordinal;
  }

  /** Whether all servers with the former token, but those that fail, are at or above this one. */
  boolean wouldStrand(int ordinal) {
    return between(0, ordinal).noneMatch(s -> s.ready() && !s.onTarget())
        && between(ordinal, Integer.MAX_VALUE)
            .anyMatch(s -> s.health() != Server.Health.FAILING && !s.onTarget());
  }

  /** Whether all servers below this ordinal are known not to start. */
  boolean hopelessBelow(int ordinal) {
    return between(0, ordinal).filter(s -> s.health() == Server.Health.FAILING).count() == ordinal;
  }

  /** Whether the next server below this ordinal is the last one with the former token. */
  boolean isStuckBelow(int ordinal) {
    return wouldStrand(ordinal - 1) && hopelessBelow(ordinal - 1);
  }

  /**
   * Whether this server may be taken away for the sake of a roll: one that is not ready costs
   * nothing; another one while none but it is on its way, and enough stay, if there are enough.
   *
   * @param quorum how many must stay ready
   */
  boolean canSpare(int ordinal, int quorum) {
    if (servers.stream().noneMatch(s -> s.ordinal() == ordinal && s.ready())) {
      return true;
    }
    List<Server> others = between(0, replicas).filter(s -> s.ordinal() != ordinal).toList();
    boolean allThere = others.size() >= replicas - 1;
    boolean noneStarts = others.stream().noneMatch(s -> s.health() == Server.Health.STARTING);
    long ready = others.stream().filter(Server::ready).count();
    return allThere && noneStarts && (ready >= quorum || ready + 1 < quorum);
  }

  /** The lowest ordinal from which on up to this one no server is ready. */
  int idleFrom(int end) {
    return servers.stream()
        .filter(s -> s.ready() && s.ordinal() < end)
        .mapToInt(s -> s.ordinal() + 1)
        .max()
        .orElse(0);
  }

  /** Whether those that would stay are not on their way. */
  boolean mayShrinkTo(int wanted) {
    return wanted >= replicas
        || between(0, wanted).filter(s -> s.health() != Server.Health.STARTING).count() == wanted;
  }

  /**
   * Whether Kubernetes may go on with a roll that the operator began: all are there, and the next
   * one that it would take may be spared.
   *
   * @param quorum how many must stay ready
   */
  boolean mayBeLeftToKubernetes(int quorum) {
    return between(0, replicas).count() == replicas
        && between(0, replicas)
            .filter(s -> !s.updated())
            .allMatch(s -> canSpare(s.ordinal(), quorum));
  }

  boolean hasFailing() {
    return servers.stream().anyMatch(s -> s.health() == Server.Health.FAILING);
  }

  /** Whether any server lets in the token that the servers are on their way to, or is to. */
  boolean letsInTarget() {
    return onTarget || servers.stream().anyMatch(Server::onTarget);
  }

  /** How many servers are ready, with whichever token. */
  public long ready() {
    return servers.stream().filter(Server::ready).count();
  }

  Stream<Server> between(int from, int to) {
    return servers.stream().filter(s -> s.ordinal() >= from && s.ordinal() < to);
  }
}
