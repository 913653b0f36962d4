package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;

/** A Kustomization of Flux as it was read, by what its status says. */
record Kustomization(GenericKubernetesResource object) {

  /** Whether the condition Ready has this status for the newest spec. */
  boolean isReady(String status) {
    Condition ready = ready();
    return ready != null
        && status.equals(ready.getStatus())
        && object.getMetadata().getGeneration().equals(ready.getObservedGeneration());
  }

  /** The condition Ready; null if there is none yet. */
  Condition ready() {
    List<?> conditions = Objects.requireNonNullElse(object.get("status", "conditions"), List.of());
    return conditions.stream()
        .map(c -> Serialization.unmarshal(Serialization.asJson(c), Condition.class))
        .filter(c -> "Ready".equals(c.getType()))
        .findFirst()
        .orElse(null);
  }

  /** The revision in this field of the status; empty if there is none yet. */
  String revision(String field) {
    return Objects.requireNonNullElse(object.get("status", field), "");
  }
}
