package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.function.BooleanSupplier;

/**
 * A pass that begins nothing while the program has no room for more objects: those of a new
 * resource would end it, and with it the care for all others. What has a token or servers already
 * goes on as ever.
 */
final class RoomForNew implements Pass {

  private final BooleanSupplier full;
  private final Watches watches;
  private final Pass pass;

  RoomForNew(BooleanSupplier full, Watches watches, Pass pass) {
    this.full = full;
    this.watches = watches;
    this.pass = pass;
  }

  @Override
  public Observation run(Reconciliation about) {
    if (full.getAsBoolean() && !hasBegun(about.owner())) {
      throw new TryAgainException(
          "The operator has no memory left for the objects of another resource, and waits for more:"
              + " raise the memory limit of its Deployment (resources.limits.memory of the chart)");
    }
    return pass.run(about);
  }

  private boolean hasBegun(Owner owner) {
    return is(StatefulSet.class, owner, owner.names().statefulSet())
        || is(Secret.class, owner, owner.names().tokenSecret());
  }

  private <T extends HasMetadata> boolean is(Class<T> type, Owner owner, String name) {
    return watches.get(type, owner.namespace(), name).filter(owner::controlsOrLeft).isPresent();
  }
}
