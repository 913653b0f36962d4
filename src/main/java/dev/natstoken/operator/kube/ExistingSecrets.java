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
 * small watch for each, however many resources refer to it, and no other Secret is ever held in
 * memory. Where Secrets may not be watched, it is read each time instead.
 */
public final class ExistingSecrets extends AbstractEventSource<Secret, NatsTokenAuth>
    implements ResourceEventAware<NatsTokenAuth> {

  private final KubernetesClient client;
  private final boolean watch;
  private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();

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
    ResourceID secret = new ResourceID(secretName, namespace);
    Optional<Optional<Secret>> seen = Optional.empty();
    while (seen.isEmpty()) {
      // One that just lost its last follower has ended; the next one is another.
      seen = followed.computeIfAbsent(secret, Followed::new).follow(resource);
    }
    if (!isRunning()) {
      unfollow(resource, Set.of(secretName)::contains);
      throw new StoppedException();
    }
    return seen.get();
  }

  /** Watches no others for this resource any more. */
  public void keepOnly(ResourceID resource, Set<String> secretNames) {
    unfollow(resource, name -> !secretNames.contains(name));
  }

  private void unfollow(ResourceID resource, Predicate<String> which) {
    followed.values().stream()
        .filter(f -> which.test(f.secret.getName()))
        .forEach(f -> f.unfollow(resource));
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
    followed.values().forEach(Followed::end);
  }

  /** One Secret, and for whom it is watched. */
  private final class Followed implements ResourceEventHandler<Secret> {

    private final ResourceID secret;
    private final Set<ResourceID> followers = ConcurrentHashMap.newKeySet();
    private SharedIndexInformer<Secret> informer;
    private boolean ended;

    Followed(ResourceID secret) {
      this.secret = secret;
    }

    /** The Secret if it exists; empty if this has ended. */
    synchronized Optional<Optional<Secret>> follow(ResourceID resource) {
      if (ended) {
        return Optional.empty();
      }
      followers.add(resource);
      if (informer == null) {
        informer =
            client
                .secrets()
                .inNamespace(secret.getNamespace().orElseThrow())
                .withName(secret.getName())
                // In pages, as all lists are: one without may be older than the token that was made
                // of this Secret, and the older one would then seem to be asked for again.
                .withLimit(1L)
                .inform(this);
      }
      return Optional.of(informer.getStore().list().stream().findFirst());
    }

    void unfollow(ResourceID resource) {
      if (followers.remove(resource) && followers.isEmpty()) {
        endIfAlone();
      }
    }

    private synchronized void endIfAlone() {
      if (followers.isEmpty()) {
        end();
      }
    }

    synchronized void end() {
      ended = true;
      followed.remove(secret, this);
      if (informer != null) {
        informer.stop();
      }
    }

    @Override
    public void onAdd(Secret seen) {
      trigger();
    }

    @Override
    public void onUpdate(Secret before, Secret seen) {
      // The informer also tells of its own resyncs, which change nothing.
      if (!before
          .getMetadata()
          .getResourceVersion()
          .equals(seen.getMetadata().getResourceVersion())) {
        trigger();
      }
    }

    @Override
    public void onDelete(Secret seen, boolean unknown) {
      trigger();
    }

    private void trigger() {
      followers.forEach(resource -> getEventHandler().handleEvent(new Event(resource)));
    }
  }
}
