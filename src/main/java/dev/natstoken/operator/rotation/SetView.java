package dev.natstoken.operator.rotation;

import java.util.List;
import java.util.stream.Stream;

/**
 * The StatefulSet that exists and its servers.
 *
 * @param onTarget whether its template lets in the token that the servers are on their way to
 * @param settled whether every server runs what is wanted now, is proved, and nothing of an earlier
 *     roll is left
 */
public record SetView(
    int replicas, int partition, boolean onTarget, boolean settled, List<Server> servers) {

  /** Whether all servers that may be on the new token are, and are proved. */
  boolean stageDone() {
    return onTarget
        && servers.stream().noneMatch(s -> s.ordinal() >= replicas)
        && between(partition, replicas).filter(Server::done).count()
            == Math.max(0, replicas - partition);
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

  /** How many servers are ready, with whichever token. */
  public long ready() {
    return servers.stream().filter(Server::ready).count();
  }

  Stream<Server> between(int from, int to) {
    return servers.stream().filter(s -> s.ordinal() >= from && s.ordinal() < to);
  }
}
