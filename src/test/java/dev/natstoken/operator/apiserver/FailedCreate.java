package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** The Event by which the StatefulSet controller says that it may not create a pod. */
final class FailedCreate {

  private FailedCreate() {}

  /** One Event for each set, which is brought up to date. */
  static void tell(KubernetesClient client, StatefulSet set, String message) {
    client
        .resource(event(set, "failed-create-" + set.getMetadata().getUid(), message))
        .forceConflicts()
        .serverSideApply();
  }

  static Event event(StatefulSet set, String name, String message) {
    ObjectMeta about = set.getMetadata();
    String now = Instant.now().toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getNamespace())
        .withName(name)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("apps/v1")
        .withKind("StatefulSet")
        .withNamespace(about.getNamespace())
        .withName(about.getName())
        .withUid(about.getUid())
        .endInvolvedObject()
        .withNewSource()
        .withComponent("statefulset-controller")
        .endSource()
        .withType("Warning")
        .withReason("FailedCreate")
        .withMessage(message)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
