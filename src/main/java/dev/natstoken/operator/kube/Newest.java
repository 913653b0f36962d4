package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.TryAgainException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the API server itself has in a namespace at this moment, whatever the caches show. */
public record Newest(KubernetesClient client, String namespace) {

  /** The object of this name. */
  public <T extends HasMetadata> Optional<T> read(Class<T> type, String name) {
    return WriteRefusal.told(() ->
        Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get()));
  }

  /** The object as it is now, if it is the one that was seen and nothing but its status changed. */
  public <T extends HasMetadata> Optional<T> asSeen(Class<T> type, T seen) {
    return read(type, seen.getMetadata().getName()).filter(n -> hasGenerationOf(n, seen));
  }

  /** Some kinds have no generation, such as ConfigMap: their version stands in for it. */
  private static boolean hasGenerationOf(HasMetadata newest, HasMetadata seen) {
    return Objects.equals(newest.getMetadata().getUid(), seen.getMetadata().getUid())
        && (seen.getMetadata().getGeneration() == null
            ? Objects.equals(
                newest.getMetadata().getResourceVersion(), seen.getMetadata().getResourceVersion())
            : Objects.equals(
                newest.getMetadata().getGeneration(), seen.getMetadata().getGeneration()));
  }

  /**
   * Ends the pass if the resource is gone, or on its way, or another has its name by now. An object
   * would go with it as soon as it names it as its owner again.
   */
  public void requireOwner(Owner owner) {
    if (read(NatsTokenAuth.class, owner.name())
        .filter(r -> owner.uid().equals(r.getMetadata().getUid()))
        .filter(r -> !r.isMarkedForDeletion())
        .isEmpty()) {
      throw new TryAgainException("NatsTokenAuth " + owner.name() + " is gone; trying again");
    }
  }

  /** The pods that a selector selects. */
  public List<Pod> pods(LabelSelector selector) {
    return WriteRefusal.told(
        () -> client.pods().inNamespace(namespace).withLabelSelector(selector).list().getItems());
  }

  /** The objects with these labels. */
  public <T extends HasMetadata> List<T> labelled(Class<T> type, Map<String, String> labels) {
    return WriteRefusal.told(
        () -> client.resources(type).inNamespace(namespace).withLabels(labels).list().getItems());
  }
}
