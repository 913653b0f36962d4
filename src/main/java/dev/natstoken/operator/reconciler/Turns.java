package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.observed.BoundedMap;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
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
 *   <li>A namespace is slow while a pass of it lasts long, and until one of it ended soon. The slow
 *       ones share turns of their own, so that they take none from the others.
 *   <li>Of those turns a namespace has at most half.
 *   <li>When half of them are taken, a namespace that has one gets no other.
 *   <li>Of all passes, slow or not, only so many run at once.
 *   <li>A resource that gets no turn waits in the line of its namespace, and holds nothing. One
 *       that its user changed stands before those that are looked at anyway.
 *   <li>When a turn ends, the lines are asked in a ring; the first that may have it is called.
 *   <li>The turn of one that is called is kept for it, until it comes or is late: where new ones
 *       come all the time, one of them would always be quicker.
 * </ol>
 *
 * <p>So many namespaces that begin to hang at once keep others waiting for {@link #LONG}; then they
 * are known as slow.
 */
final class Turns {

  /** Most passes end within a tenth of a second; a proof of servers that are silent lasts 3 s. */
  static final Duration LONG = Duration.ofSeconds(2);

  /** Whoever is called comes within moments, if it is there at all. */
  static final Duration CALL = Duration.ofSeconds(1);

  /** Those that turned out slow may be so many times the turns of one kind. */
  private static final int AT_MOST = 4;

  private final int ofTheQuick;
  private final InstantSource clock;
  private final Map<String, Map<ResourceID, Instant>> taken = new HashMap<>();
  private final Map<ResourceID, Instant> called = new HashMap<>();
  private final BoundedMap<String, Boolean> endedLate = new BoundedMap<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * None is taken yet.
   *
   * @param ofTheQuick how many turns those namespaces have that are not slow; the slow ones have
   *     half as many
   */
  Turns(int ofTheQuick, InstantSource clock) {
    this.ofTheQuick = ofTheQuick;
    this.clock = clock;
  }

  /** Those of a namespace who wait. */
  private static final class Line {

    private final Set<ResourceID> changed = new LinkedHashSet<>();
    private final Set<ResourceID> others = new LinkedHashSet<>();

    void add(ResourceID resource, boolean isChanged) {
      if (isChanged) {
        others.remove(resource);
        changed.add(resource);
      } else if (!changed.contains(resource)) {
        others.add(resource);
      }
    }

    void remove(ResourceID resource) {
      changed.remove(resource);
      others.remove(resource);
    }

    ResourceID removeFirst() {
      Iterator<ResourceID> first = (changed.isEmpty() ? others : changed).iterator();
      ResourceID resource = first.next();
      first.remove();
      return resource;
    }

    int size() {
      return changed.size() + others.size();
    }
  }

  /**
   * Takes a turn for a resource; false if it has to wait, until it is called.
   *
   * @param changed whether its user changed it, and nobody has looked since
   */
  synchronized boolean take(ResourceID resource, boolean changed) {
    String namespace = namespace(resource);
    forgetLateCalls();
    if (called.remove(resource) == null && !mayHaveOne(namespace)) {
      lines.computeIfAbsent(namespace, n -> new Line()).add(resource, changed);
      return false;
    }
    leaveLine(namespace, resource);
    taken.computeIfAbsent(namespace, n -> new HashMap<>()).put(resource, clock.instant());
    return true;
  }

  /** Ends the turn of a resource and says who should come now. */
  synchronized Optional<ResourceID> end(ResourceID resource) {
    String namespace = namespace(resource);
    taken.computeIfPresent(
        namespace,
        (n, turns) -> {
          note(namespace, turns.remove(resource));
          return turns.isEmpty() ? null : turns;
        });
    return next();
  }

  /**
   * Who should come now, if anybody: a namespace that turned out slow makes room without the end of
   * a turn.
   */
  synchronized Optional<ResourceID> next() {
    forgetLateCalls();
    Optional<String> next = lines.keySet().stream().filter(this::mayHaveOne).findFirst();
    return next.map(namespace -> {
      Line line = lines.remove(namespace);
      ResourceID resource = line.removeFirst();
      if (line.size() > 0) {
        // Behind all others: the ring.
        lines.put(namespace, line);
      }
      called.put(resource, clock.instant());
      return resource;
    });
  }

  synchronized int taken() {
    return taken.values().stream().mapToInt(Map::size).sum();
  }

  synchronized int waiting() {
    return lines.values().stream().mapToInt(Line::size).sum();
  }

  private boolean mayHaveOne(String namespace) {
    if (taken() + called.size() >= AT_MOST * ofTheQuick) {
      return false;
    }
    boolean slow = isSlow(namespace);
    int turns = slow ? ofTheQuick / 2 : ofTheQuick;
    int gone = takenBy(slow);
    int own = taken.getOrDefault(namespace, Map.of()).size() + calledOf(namespace);
    return gone < turns / 2 || (own == 0 && gone < turns);
  }

  private int takenBy(boolean slow) {
    int running =
        taken.entrySet().stream()
            .filter(e -> isSlow(e.getKey()) == slow)
            .map(Map.Entry::getValue)
            .mapToInt(Map::size)
            .sum();
    return running
        + (int) called.keySet().stream().filter(r -> isSlow(namespace(r)) == slow).count();
  }

  private int calledOf(String namespace) {
    return (int) called.keySet().stream().filter(r -> namespace(r).equals(namespace)).count();
  }

  private void forgetLateCalls() {
    Instant late = clock.instant().minus(CALL);
    called.values().removeIf(call -> !call.isAfter(late));
  }

  private boolean isSlow(String namespace) {
    return endedLate.get(namespace).isPresent()
        || lasts(taken.getOrDefault(namespace, Map.of()).values());
  }

  private boolean lasts(Collection<Instant> begins) {
    Instant late = clock.instant().minus(LONG);
    return begins.stream().anyMatch(begin -> !begin.isAfter(late));
  }

  private void note(String namespace, Instant begin) {
    if (begin.plus(LONG).isAfter(clock.instant())) {
      endedLate.remove(namespace);
    } else {
      endedLate.put(namespace, true);
    }
  }

  private void leaveLine(String namespace, ResourceID resource) {
    lines.computeIfPresent(
        namespace,
        (n, line) -> {
          line.remove(resource);
          return line.size() == 0 ? null : line;
        });
  }

  private static String namespace(ResourceID resource) {
    return resource.getNamespace().orElse("");
  }
}
