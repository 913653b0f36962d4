package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Changes of single fields that say nothing of the others. */
public final class Patches {

  private final KubernetesClient client;
  private final String namespace;
  private final String fieldManager;
  private final SeenVersions versions;

  /**
   * Those of one namespace.
   *
   * @param fieldManager by which the operator is known in the managed fields
   * @param versions guard those that must meet what was seen
   */
  Patches(KubernetesClient client, String namespace, String fieldManager, SeenVersions versions) {
    this.client = client;
    this.namespace = namespace;
    this.fieldManager = fieldManager;
    this.versions = versions;
  }

  /** Merges this into an object. */
  public <T extends HasMetadata> T merge(Class<T> type, T actual, String patch) {
    return WriteRefusal.told(() ->
        client
            .resources(type)
            .inNamespace(namespace)
            .withName(actual.getMetadata().getName())
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(fieldManager)
                    .build(),
                patch));
  }

  /**
   * Merges this into the spec of an object; fails if anything but its status changed since it was
   * seen.
   *
   * @param first what comes before the write; if it throws, nothing is written
   */
  public <T extends HasMetadata> T spec(Class<T> type, T seen, String spec, Runnable first) {
    first.run();
    return versions.write(
        type,
        seen,
        newest ->
            merge(
                type,
                newest,
                "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":%s}"
                    .formatted(newest.getMetadata().getResourceVersion(), spec)));
  }
}
