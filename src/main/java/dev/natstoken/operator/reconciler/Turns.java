package dev.natstoken.operator.reconciler;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may reconcile now, so that no namespace keeps others waiting, however slow its passes are.
 *
 * <ol>
 *   <li>A namespace has at most half of all turns.
 *   <li>When half of all turns are taken, a namespace that has one gets no other.
 *   <li>A resource that gets no turn waits in the line of its namespace, and holds nothing.
 *   <li>When a turn ends, the lines are asked in a ring; the first that may have it is called.
 * </ol>
 *
 * <p>So a namespace without any turn waits only when all are taken: half of them by one other
 * namespace, and one each by as many further ones as the other half has turns.
 */
final class Turns {

  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Set<ResourceID>> lines = new LinkedHashMap<>();
  private int takenByAll;

  Turns(int all) {
    this.all = all;
  }

  /** Takes a turn for a resource; false if it has to wait, until {@link #end} calls it. */
  synchronized boolean take(ResourceID resource) {
    String namespace = namespace(resource);
    if (!mayHaveOne(namespace)) {
      lines.computeIfAbsent(namespace, n -> new LinkedHashSet<>()).add(resource);
      return false;
    }
    leaveLine(namespace, resource);
    taken.merge(namespace, 1, Integer::sum);
    takenByAll++;
    return true;
  }

  /** Ends the turn of a resource and says who should come now. */
  synchronized Optional<ResourceID> end(ResourceID resource) {
    taken.computeIfPresent(namespace(resource), (n, turns) -> turns == 1 ? null : turns - 1);
    takenByAll--;
    return next();
  }

  synchronized int taken() {
    return takenByAll;
  }

  synchronized int waiting() {
    return lines.values().stream().mapToInt(Set::size).sum();
  }

  private boolean mayHaveOne(String namespace) {
    int own = taken.getOrDefault(namespace, 0);
    return takenByAll < all / 2 || (own == 0 && takenByAll < all);
  }

  private Optional<ResourceID> next() {
    Optional<String> called = lines.keySet().stream().filter(this::mayHaveOne).findFirst();
    return called.map(namespace -> {
      Set<ResourceID> line = lines.remove(namespace);
      Iterator<ResourceID> first = line.iterator();
      ResourceID resource = first.next();
      first.remove();
      if (!line.isEmpty()) {
        // Behind all others: the ring.
        lines.put(namespace, line);
      }
      return resource;
    });
  }

  private void leaveLine(String namespace, ResourceID resource) {
    lines.computeIfPresent(
        namespace,
        (n, line) -> {
          line.remove(resource);
          return line.isEmpty() ? null : line;
        });
  }

  private static String namespace(ResourceID resource) {
    return resource.getNamespace().orElse("");
  }
}
