package dev.natstoken.operator.apiserver;

import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the user does while the world breaks, and how one sees that it is done. */
enum FaultPhase {
  CREATE {
    @Override
    void act(FaultWorld world) {
      world.apply();
    }
  },
  CHANGE {
    @Override
    void act(FaultWorld world) {
      world.change();
    }
  },
  SCALE {
    @Override
    void act(FaultWorld world) {
      world.scale();
    }
  },
  ROTATE {
    @Override
    void act(FaultWorld world) {
      world.rotate();
    }
  },
  REVOKE {
    @Override
    void act(FaultWorld world) {
      world.revoke();
    }

    @Override
    boolean isDone(FaultWorld world) {
      return world.hasAnotherSecret() && world.isSettled();
    }
  },
  DELETE {
    @Override
    int anyWrite(RandomGenerator random) {
      return 0; // There is none.
    }

    @Override
    void act(FaultWorld world) {
      world.namespace().resource().delete();
      // The garbage collector does not wait until the operator has seen it.
      world.namespace().collectGarbage(Set.of());
    }

    @Override
    boolean isDone(FaultWorld world) {
      if (world.namespace().get() != null) {
        return false;
      }
      world.namespace().collectGarbage(Set.of());
      return world.namespace().objects().values().stream()
          .allMatch(o -> o.getMetadata().getOwnerReferences().isEmpty());
    }
  };

  private static final int WRITES = 6;

  /** The number of the write, counted from 0, with which a fault begins that begins with one. */
  int anyWrite(RandomGenerator random) {
    return random.nextInt(WRITES);
  }

  abstract void act(FaultWorld world);

  boolean isDone(FaultWorld world) {
    return world.isSettled();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
