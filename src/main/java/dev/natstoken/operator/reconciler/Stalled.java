package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.kube.OwnObjects;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Optional;

/** What is known of the servers when a problem kept the operator from deciding anything. */
final class Stalled {

  private Stalled() {}

  static Observation observation(
      Watches watches, NatsTokenAuth resource, Owner owner, Problem problem) {
    int wanted = resource.specOrDefaults().replicasOrDefault();
    // With serverRef there is none of this name that is ours.
    Rollout rollout =
        watches
            .get(StatefulSet.class, owner.namespace(), owner.names().statefulSet())
            .filter(owner::controls)
            .map(s ->
                Rollout.of(
                    s, new OwnObjects(watches, resource, owner).servers(Optional.of(s)), wanted))
            .orElse(Rollout.NONE);
    return Observation.stalled(wanted, rollout, problem);
  }
}
