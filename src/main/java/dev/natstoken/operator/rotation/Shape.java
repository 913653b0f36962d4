package dev.natstoken.operator.rotation;

import java.util.OptionalInt;

/**
 * How the StatefulSet should be.
 *
 * @param partition ordinal of the first server that goes over to the present template
 * @param changedFrom the same for a template other than the present one, if that is wanted; empty:
 *     it waits
 * @param onDelete whether none but the operator replaces a server, the partition being 0
 */
public record Shape(int replicas, int partition, OptionalInt changedFrom, boolean onDelete) {

  /** Where Kubernetes rolls the servers. */
  Shape(int replicas, int partition, OptionalInt changedFrom) {
    this(replicas, partition, changedFrom, false);
  }

  /** Where a changed template goes as far as the present one, or waits. */
  Shape(int replicas, int partition, boolean templateMayChange) {
    this(replicas, partition, templateMayChange ? OptionalInt.of(partition) : OptionalInt.empty());
  }

  /** The same, with nobody but the operator to replace servers. */
  Shape byTheOperator() {
    return new Shape(replicas, partition, changedFrom, true);
  }

  /** The same with so many servers. */
  public Shape sized(int servers) {
    return new Shape(servers, partition, changedFrom, onDelete);
  }

  /** Whether a template other than the present one may be written now. */
  public boolean templateMayChange() {
    return changedFrom.isPresent();
  }

  /** The shape for a template other than the present one; the same where that has to wait. */
  public Shape changed() {
    return new Shape(replicas, changedFrom.orElse(partition), changedFrom, onDelete);
  }
}
