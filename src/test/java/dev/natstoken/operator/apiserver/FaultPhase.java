package dev.natstoken.operator.apiserver;

import java.util.Locale;
import java.util.Set;

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
    void act(FaultWorld world) {
      world.namespace().resource().delete();
    }

    @Override
    boolean isDone(FaultWorld world) {
      if (world.namespace().get() != null) {
        return false;
      }
      world.namespace().collectGarbage(Set.of());
      return true;
    }
  };

  abstract void act(FaultWorld world);

  boolean isDone(FaultWorld world) {
    return world.isSettled();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
