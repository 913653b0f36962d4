package dev.natstoken.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Server-side apply by this operator. What is refused is told without what was sent, which may hold
 * a token.
 */
record ServerSideApply(KubernetesClient client, String fieldManager) {

  /** Server-side apply takes this version as "must not exist yet". */
  private static final String ABSENT = "1";

  /** Whatever this object is now; ends the pass if it is gone, or another has its name. */
  <T extends HasMetadata> T over(T desired, T actual) {
    T copy = client.getKubernetesSerialization().clone(desired);
    copy.getMetadata().setUid(actual.getMetadata().getUid());
    return SeenVersions.unlessOvertaken(actual, () -> send(copy));
  }

  /** What it would come to, whatever the object is now; nothing is changed. */
  <T extends HasMetadata> T tried(T desired) {
    return client
        .resource(desired)
        .dryRun()
        .fieldManager(fieldManager)
        .forceConflicts()
        .serverSideApply();
  }

  /** Fails with a conflict if the object exists. */
  <T extends HasMetadata> T create(T desired) {
    return send(withVersion(desired, ABSENT));
  }

  /** Fails with a conflict if the object changed since it was read. */
  <T extends HasMetadata> T unchanged(T desired, T actual) {
    return send(withVersion(desired, actual.getMetadata().getResourceVersion()));
  }

  /** Creates the object if none was read, else changes the one that was. */
  <T extends HasMetadata> T since(T desired, Optional<T> actual) {
    return actual.map(a -> unchanged(desired, a)).orElseGet(() -> create(desired));
  }

  /** A copy, so that nobody finds a version in what he handed in. */
  private <T extends HasMetadata> T withVersion(T desired, String version) {
    T copy = client.getKubernetesSerialization().clone(desired);
    copy.getMetadata().setResourceVersion(version);
    return copy;
  }

  private <T extends HasMetadata> T send(T desired) {
    try {
      return client.resource(desired).fieldManager(fieldManager).forceConflicts().serverSideApply();
    } catch (KubernetesClientException e) {
      throw Redaction.of(e, desired);
    }
  }
}
