package dev.natstoken.operator.kube;

import dev.natstoken.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Deletes objects of one resource. What it is handed has been found to be ours. */
public final class Deleter {

  private static final int ORPHANING_SECONDS = 30;

  private static final DeleteOptions ORPHANING =
      new DeleteOptionsBuilder().withPropagationPolicy("Orphan").build();

  private final KubernetesClient client;
  private final Watches watches;
  private final Owner owner;
  private final SeenVersions versions;

  public Deleter(KubernetesClient client, Watches watches, Owner owner) {
    this.client = client;
    this.watches = watches;
    this.owner = owner;
    this.versions = new SeenVersions(new Newest(client, owner.namespace()));
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
          .ifPresent(this::deleteSeen);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw WriteRefusal.thrown(e);
      }
    }
  }

  /** Deletes this object, as it was seen, and no other that has taken its name since. */
  public void delete(HasMetadata object) {
    WriteRefusal.told(() -> {
      deleteSeen(object);
      return object;
    });
  }

  private void deleteSeen(HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    var _ =
        SeenVersions.unlessOvertaken(
            object, () -> client.resource(object).lockResourceVersion(version).delete());
  }

  /**
   * Deletes this pod and no other that has taken its name since.
   *
   * @param graceSeconds how long it has to stop; what its spec says if empty
   */
  public void deletePod(Pod pod, OptionalLong graceSeconds) {
    DeleteOptions options = new DeleteOptions();
    graceSeconds.ifPresent(options::setGracePeriodSeconds);
    try {
      delete("/api/v1", "pods", pod.getMetadata(), options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw WriteRefusal.thrown(e);
      }
    }
  }

  /**
   * Deletes a StatefulSet, leaves its pods, and waits until it is gone; fails if anything but its
   * status changed since it was seen.
   */
  public void deleteAlone(StatefulSet set) {
    WriteRefusal.told(() ->
        versions.write(
            StatefulSet.class,
            set,
            newest -> {
              delete("/apis/apps/v1", "statefulsets", newest.getMetadata(), ORPHANING);
              return newest;
            }));
    WriteRefusal.told(() ->
        client
            .resource(set)
            .waitUntilCondition(Objects::isNull, ORPHANING_SECONDS, TimeUnit.SECONDS));
  }

  private void delete(String group, String kind, ObjectMeta metadata, DeleteOptions options) {
    client.raw(
        "%s/namespaces/%s/%s/%s"
            .formatted(group, metadata.getNamespace(), kind, metadata.getName()),
        "DELETE",
        new DeleteOptionsBuilder(options)
            .withNewPreconditions()
            .withUid(metadata.getUid())
            .endPreconditions()
            .build());
  }
}
