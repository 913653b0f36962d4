package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.outcome.StoppedException;
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
import java.util.function.Predicate;

/**
 * The Secrets that users brought. They carry no label of ours, so each is watched by its name: one
 * small watch for each reference of a resource to one, and no other Secret is ever held in memory.
 * Where Secrets may not be watched, it is read each time instead.
 */
public final class ExistingSecrets extends AbstractEventSource<Secret, NatsTokenAuth>
    implements ResourceEventAware<NatsTokenAuth> {

  private record Reference(ResourceID resource, String secretName) {}

  private final KubernetesClient client;
  private final boolean watch;
  private final Map<Reference, SharedIndexInformer<Secret>> followed = new ConcurrentHashMap<>();

  ExistingSecrets(KubernetesClient client, boolean watch) {
    super(Secret.class, "existing-secrets");
    this.client = client;
    this.watch = watch;
  }

  /** Watches the Secret from now on and returns it as it stands, if it exists. */
  public Optional<Secret> follow(ResourceID resource, String secretName) {
    String namespace = resource.getNamespace().orElseThrow();
    if (!watch) {
      return WriteRefusal.told(() ->
          Optional.ofNullable(client.secrets().inNamespace(namespace).withName(secretName).get()));
    }
    // One resource is never reconciled twice at once, so nobody else puts the same one.
    Reference reference = new Reference(resource, secretName);
    SharedIndexInformer<Secret> informer = followed.get(reference);
    if (informer == null) {
      informer = inform(resource, namespace, secretName);
      followed.put(reference, informer);
    }
    Optional<Secret> seen = informer.getStore().list().stream().findFirst();
    if (!isRunning()) {
      unfollow(r -> r.equals(reference));
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

  /** Watches no others for this resource any more. */
  public void keepOnly(ResourceID resource, Set<String> secretNames) {
    unfollow(r -> r.resource().equals(resource) && !secretNames.contains(r.secretName()));
  }

  private void unfollow(Predicate<Reference> which) {
    followed.keySet().stream()
        .filter(which)
        .toList()
        .forEach(r -> Optional.ofNullable(followed.remove(r)).ifPresent(i -> i.stop()));
  }

  @Override
  public Set<Secret> getSecondaryResources(NatsTokenAuth primary) {
    return Set.of();
  }

  @Override
  public void onResourceDeleted(NatsTokenAuth resource) {
    keepOnly(ResourceID.fromResource(resource), Set.of());
  }

  @Override
  public void stop() {
    super.stop();
    unfollow(r -> true);
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
