package dev.natstoken.operator.rotation;

import java.util.List;
import java.util.Optional;

/** A kind of object that the operator watches, each with a cache of its own. */
enum Kind {
  SECRET {
    @Override
    World copied(World from, World to) {
      return to.withSecret(from.secret());
    }
  },
  CONFIGURATIONS {
    @Override
    World copied(World from, World to) {
      return to.withConfigurations(from.configurations());
    }
  },
  /** Without its pods. */
  SET {
    @Override
    World copied(World from, World to) {
      List<Optional<ModelPod>> pods = to.set().map(ModelSet::pods).orElse(ModelSet.none());
      return to.seenSet(from.set().map(s -> s.withPods(pods)));
    }
  },
  PODS {
    @Override
    World copied(World from, World to) {
      List<Optional<ModelPod>> pods = from.set().map(ModelSet::pods).orElse(ModelSet.none());
      return to.seenSet(to.set().map(s -> s.withPods(pods)));
    }
  },
  /** The resource, and with it what version of nats-server it wants. */
  WISH {
    @Override
    World copied(World from, World to) {
      return to.withWish(from.wish()).withVersion(from.version());
    }
  };

  private static final World BLANK =
      World.empty(1, false, false, Optional.empty())
          .seenSet(
              Optional.of(ModelSet.created(0, 0, new Revision(World.GIVEN_UP, Revision.BROKEN))));

  /** One world with the objects of this kind of another one. */
  abstract World copied(World from, World to);

  /** A world in which nothing is told but the objects of this kind. */
  World alone(World from) {
    return copied(from, BLANK);
  }
}
