package dev.natstoken.operator.bench;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;

/** What {@link Fleet} writes: pods come and go, and sets say how they are. */
record FleetWrites(KubernetesClient client) {

  /** It may be there from a try that failed half-way. */
  void create(Pod pod) {
    try {
      client.resource(pod).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  /**
   * @param status a merge patch
   */
  void status(Pod pod, String status) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  void delete(String namespace, String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  /** Ends this pod, and no other that has taken its name since. */
  void end(Pod pod) {
    var metadata = pod.getMetadata();
    try {
      client.raw(
          "/api/v1/namespaces/" + metadata.getNamespace() + "/pods/" + metadata.getName(),
          "DELETE",
          new DeleteOptionsBuilder()
              .withGracePeriodSeconds(0L)
              .withNewPreconditions()
              .withUid(metadata.getUid())
              .endPreconditions()
              .build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** All pods are there and Ready, of this revision or, while there is a partition, of two. */
  void report(StatefulSet set, String revision, boolean partitioned) {
    int replicas = set.getSpec().getReplicas();
    Map<String, Object> status =
        Map.of(
            "observedGeneration", set.getMetadata().getGeneration(),
            "replicas", replicas,
            "readyReplicas", replicas,
            "availableReplicas", replicas,
            "updatedReplicas", replicas,
            "currentReplicas", replicas,
            "currentRevision", partitioned ? "an-earlier-one" : revision,
            "updateRevision", revision);
    try {
      client
          .apps()
          .statefulSets()
          .inNamespace(set.getMetadata().getNamespace())
          .withName(set.getMetadata().getName())
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              Serialization.asJson(Map.of("status", status)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
