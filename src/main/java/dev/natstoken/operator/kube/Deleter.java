package dev.natstoken.operator.kube;

import dev.natstoken.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Deletes objects of one resource. What it is handed has been found to be ours. */
public final class Deleter {

  private static final int ORPHANING_SECONDS = 30;

  private final KubernetesClient client;
  private final Watches watches;
  private final Owner owner;

  public Deleter(KubernetesClient client, Watches watches, Owner owner) {
    this.client = client;
    this.watches = watches;
    this.owner = owner;
  }

  /** Removes an object of ours that is wanted no more, if the cache shows it. */
  public <T extends HasMetadata> void remove(Class<T> type, String name) {
    WriteRefusal.told(() -> watches.get(type, owner.namespace(), name))
        .filter(owner::controlsOrLeft)
        .ifPresent(this::delete);
  }

  /** The same where the right to may be missing: who may not read such objects has made none. */
  <T extends HasMetadata> void removeIfAllowed(Class<T> type, String name) {
    try {
      watches
          .get(type, owner.namespace(), name)
          .filter(owner::controlsOrLeft)
          .ifPresent(object -> client.resource(object).delete());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw WriteRefusal.thrown(e);
      }
    }
  }

  public void delete(HasMetadata object) {
    WriteRefusal.told(() -> client.resource(object).delete());
  }

  /**
   * Deletes this pod and no other that has taken its name since.
   *
   * @param graceSeconds how long it has to stop; what its spec says if empty
   */
  public void deletePod(Pod pod, OptionalLong graceSeconds) {
    ObjectMeta metadata = pod.getMetadata();
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withNewPreconditions()
            .withUid(metadata.getUid())
            .endPreconditions()
            .build();
    graceSeconds.ifPresent(options::setGracePeriodSeconds);
    try {
      client.raw(
          "/api/v1/namespaces/" + metadata.getNamespace() + "/pods/" + metadata.getName(),
          "DELETE",
          options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw WriteRefusal.thrown(e);
      }
    }
  }

  /** Deletes an object, leaves what it owns, and waits until it is gone. */
  public void deleteAlone(HasMetadata object) {
    WriteRefusal.told(() -> {
      var resource = client.resource(object);
      resource.withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
      return resource.waitUntilCondition(Objects::isNull, ORPHANING_SECONDS, TimeUnit.SECONDS);
    });
  }
}
