package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.NamespaceLeases;
import dev.natstoken.operator.observed.BoundedMap;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Optional;

/** Leaves resources alone in a namespace that another installation of the operator looks after. */
final class StandingBack {

  private final String operatorNamespace;
  private final NamespaceLeases leases;
  private final Transitions transitions;
  private final BoundedMap<String, String> stoodBackFor = new BoundedMap<>();

  /**
   * For one operator.
   *
   * @param operatorNamespace where it runs itself, as it is told
   */
  StandingBack(String operatorNamespace, NamespaceLeases leases, Transitions transitions) {
    this.operatorNamespace = operatorNamespace;
    this.leases = leases;
    this.transitions = transitions;
  }

  /**
   * What to do in its place, if the resource is another's. Not one write to the resource, which
   * would be an event for the other one. It is said once, whoever the other one calls itself next.
   */
  Optional<UpdateControl<NatsTokenAuth>> from(NatsTokenAuth resource) {
    String uid = resource.getMetadata().getUid();
    Optional<String> other = leases.other(resource.getMetadata().getNamespace());
    if (other.isEmpty()) {
      stoodBackFor.remove(uid);
      return Optional.empty();
    }
    if (stoodBackFor.get(uid).isEmpty()) {
      stoodBackFor.put(uid, other.get());
      transitions.standingBack(resource, operatorNamespace, other.get());
    }
    return Optional.of(
        UpdateControl.<NatsTokenAuth>noUpdate().rescheduleAfter(NamespaceLeases.LOOK_AGAIN));
  }
}
