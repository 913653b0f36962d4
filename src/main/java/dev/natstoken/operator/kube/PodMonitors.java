package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.PodMonitor;
import dev.natstoken.operator.desired.ServersPodMonitor;
import dev.natstoken.operator.observed.BoundedMap;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Keeps the PodMonitor of a resource, in Kubernetes clusters that may not know the kind: it is not
 * watched, since a watch of a kind that comes or goes would fail.
 *
 * <ol>
 *   <li>One that is wanted is read at every look, and written if it differs.
 *   <li>One that is not wanted is looked for once, and then known to be absent until it is wanted.
 *   <li>Where the API server does not know the kind, that is said, and nothing else.
 * </ol>
 */
public final class PodMonitors {

  static final String NO_SUCH_KIND =
      "spec.monitoring.podMonitor has no effect: the Kubernetes cluster has no API "
          + PodMonitor.API_VERSION
          + " (install Prometheus Operator)";

  private final BoundedMap<String, Boolean> absent = new BoundedMap<>();

  /**
   * Brings it to what the spec says.
   *
   * @return what the user should know, if anything
   */
  public Optional<String> follow(
      KubernetesClient client,
      Applier applier,
      Deleter deleter,
      Owner owner,
      NatsTokenAuthSpec spec) {
    if (spec.podMonitor().isEmpty()) {
      removeOnce(deleter, owner);
      return Optional.empty();
    }
    absent.put(owner.uid(), false);
    if (!isServed(client)) {
      return Optional.of(NO_SUCH_KIND);
    }
    applier.apply(
        PodMonitor.class,
        ServersPodMonitor.desired(owner, spec.podMonitor().get()),
        owner::controlsOrLeft);
    return Optional.empty();
  }

  private void removeOnce(Deleter deleter, Owner owner) {
    if (absent.get(owner.uid()).orElse(false)) {
      return;
    }
    deleter.removeIfAllowed(PodMonitor.class, owner.names().podMonitor());
    absent.put(owner.uid(), true);
  }

  private static boolean isServed(KubernetesClient client) {
    APIResourceList served = client.getApiResources(PodMonitor.API_VERSION);
    return served != null
        && served.getResources().stream().map(APIResource::getKind).anyMatch("PodMonitor"::equals);
  }
}
