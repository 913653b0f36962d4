package dev.natstoken.operator.rotation;

import java.util.HashSet;
import java.util.Set;

/** What operators have yet to see of a world, or to do in it. */
sealed interface Sight {

  /** Nothing. */
  Sight NEWEST = new Newest();

  /** The operator sees all. */
  record Newest() implements Sight {}

  /**
   * An operator that sees one kind of object as it was. At first another one leads, which sees all;
   * then this one does. So an operator that misses a change of somebody else is, for the rules, the
   * next one that comes to lead.
   *
   * @param part the objects of this kind, as it sees them
   * @param leads whether it leads
   * @param gone servers of which the pod that it sees is not there any more
   * @param overtaken whether somebody else changed the spec of the StatefulSet that it sees
   */
  record Older(Kind kind, World part, boolean leads, Set<Integer> gone, boolean overtaken)
      implements Sight {

    static Older before(Kind kind, World world) {
      return new Older(kind, kind.alone(world), false, Set.of(), false);
    }

    Older leading() {
      return new Older(kind, part, true, gone, overtaken);
    }

    Older seeing(World next) {
      return new Older(kind, next, leads, gone, overtaken);
    }

    /** The same after a write of its own, whose answer shows the objects of this kind. */
    Older answered(World world) {
      return new Older(kind, kind.alone(world), leads, Set.of(), false);
    }

    /** The same after a step of anybody. */
    Older after(World before, World now) {
      if (kind == Kind.PODS) {
        Set<Integer> next = new HashSet<>(gone);
        for (int i = 0; i < ModelSet.MOST; i++) {
          if (now.pod(i).isEmpty()) {
            next.add(i);
          }
        }
        return new Older(kind, part, leads, Set.copyOf(next), overtaken);
      }
      boolean same =
          before.set().filter(s -> now.set().filter(s::hasSpecOf).isPresent()).isPresent();
      return new Older(kind, part, leads, gone, overtaken || (kind == Kind.SET && !same));
    }

    /** Whether the API server says no, or something else than was seen. */
    boolean refuses(Write write, World now) {
      return write instanceof Write.OfPod(int ordinal)
          ? gone.contains(ordinal)
          : write.asks().contains(kind) && isOtherwise(now);
    }

    /** Of a configuration that is gone nobody minds that it is seen. */
    private boolean isOtherwise(World now) {
      return switch (kind) {
        case SET -> overtaken;
        case CONFIGURATIONS ->
            !part.configurations().keySet().containsAll(now.configurations().keySet());
        case SECRET, PODS, WISH -> true;
      };
    }
  }

  /** A write of an operator that led before and writes no more; it may arrive at any time. */
  record Late(Write write) implements Sight {}
}
