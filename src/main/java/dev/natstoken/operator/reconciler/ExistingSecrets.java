package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Secrets that users brought. They carry no label of ours, so each is watched by its name: one
 * small watch for each resource that refers to one, and no other Secret is ever held in memory.
 * Where Secrets may not be watched, it is read each time instead.
 */
final class ExistingSecrets extends AbstractEventSource<Secret, NatsTokenAuth>
    implements ResourceEventAware<NatsTokenAuth> {

  private record Followed(String secretName, SharedIndexInformer<Secret> informer) {}

  private final KubernetesClient client;
  private final boolean watch;
  private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();

  ExistingSecrets(KubernetesClient client, boolean watch) {
    super(Secret.class, "existing-secrets");
    this.client = client;
    this.watch = watch;
  }

  /** Watches the Secret from now on and returns it as it stands, if it exists. */
  Optional<Secret> follow(ResourceID resource, String secretName) {
    String namespace = resource.getNamespace().orElseThrow();
    if (!watch) {
      return Optional.ofNullable(
          client.secrets().inNamespace(namespace).withName(secretName).get());
    }
    Followed current = followed.get(resource);
    if (current == null || !current.secretName().equals(secretName)) {
      unfollow(resource);
      current = new Followed(secretName, inform(resource, namespace, secretName));
      followed.put(resource, current);
    }
    Optional<Secret> seen = current.informer().getStore().list().stream().findFirst();
    if (!isRunning()) {
      unfollow(resource);
      throw new StoppedException();
    }
    return seen;
  }

  private SharedIndexInformer<Secret> inform(
      ResourceID resource, String namespace, String secretName) {
    return client
        .secrets()
        .inNamespace(namespace)
        .withName(secretName)
        .inform(new Notify(resource));
  }

  void unfollow(ResourceID resource) {
    Followed old = followed.remove(resource);
    if (old != null) {
      old.informer().stop();
    }
  }

  @Override
  public Set<Secret> getSecondaryResources(NatsTokenAuth primary) {
    return Set.of();
  }

  @Override
  public void onResourceDeleted(NatsTokenAuth resource) {
    unfollow(ResourceID.fromResource(resource));
  }

  @Override
  public void stop() {
    super.stop();
    followed.keySet().forEach(this::unfollow);
  }

  private final class Notify implements ResourceEventHandler<Secret> {

    private final ResourceID resource;

    Notify(ResourceID resource) {
      this.resource = resource;
    }

    @Override
    public void onAdd(Secret secret) {
      trigger();
    }

    @Override
    public void onUpdate(Secret before, Secret secret) {
      // The informer also tells of its own resyncs, which change nothing.
      if (!before
          .getMetadata()
          .getResourceVersion()
          .equals(secret.getMetadata().getResourceVersion())) {
        trigger();
      }
    }

    @Override
    public void onDelete(Secret secret, boolean unknown) {
      trigger();
    }

    private void trigger() {
      getEventHandler().handleEvent(new Event(resource));
    }
  }
}
