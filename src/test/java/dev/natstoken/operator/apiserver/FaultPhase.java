package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the user does while the world breaks, and how one sees that it is done. */
enum FaultPhase {
  CREATE {
    @Override
    void act(FaultWorld world) {
      world.create();
    }

    @Override
    boolean isDone(FaultWorld world) {
      return world.isSettled(1, FaultSetup.SERVERS);
    }
  },
  CHANGE {
    @Override
    void act(FaultWorld world) {
      Map<String, Object> spec = new HashMap<>(world.setup().spec());
      if (world.setup().isAttached()) {
        Map<String, Object> token = new HashMap<>(FaultWorld.asMap(spec.get("token")));
        token.put("secret", Map.of("labels", Map.of("team", "shop")));
        spec.put("token", token);
      } else {
        spec.put("limits", Map.of("maxPayload", 4096));
      }
      world.namespace().apply(spec);
    }

    @Override
    boolean isDone(FaultWorld world) {
      return world.isSettled(1, FaultSetup.SERVERS);
    }
  },
  SCALE {
    @Override
    void act(FaultWorld world) {
      world.scale(FaultSetup.SERVERS - 1);
    }

    @Override
    boolean isDone(FaultWorld world) {
      return world.isSettled(1, FaultSetup.SERVERS - 1);
    }
  },
  ROTATE {
    @Override
    void act(FaultWorld world) {
      if (world.setup().isBrought()) {
        world.bring("second-token-of-my-own");
      } else {
        AsUser.requestRotation(world.namespace().resource(), "1");
      }
    }

    @Override
    boolean isDone(FaultWorld world) {
      return world.isSettled(2, FaultSetup.SERVERS);
    }
  },
  REVOKE {
    @Override
    void act(FaultWorld world) {
      world.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
    }

    @Override
    boolean isDone(FaultWorld world) {
      // A token that somebody brought comes back as it was.
      return world.hasAnotherSecret()
          && world.isSettled(world.setup().isBrought() ? 1 : 2, FaultSetup.SERVERS);
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

  abstract boolean isDone(FaultWorld world);

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
