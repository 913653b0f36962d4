package dev.natstoken.operator.kube;

import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.Stream;

/** The problems that the API server makes. */
public final class KubeProblems {

  private static final PersistentVolumeClaim CLAIM =
      new PersistentVolumeClaimBuilder()
          .withNewMetadata()
          .withName("data-orders-nats-0")
          .endMetadata()
          .build();
  private static final Service SERVICE =
      new ServiceBuilder().withNewMetadata().withName("orders-nats").endMetadata().build();

  private KubeProblems() {}

  public static Stream<Problem> all() {
    return Stream.of(
        PodRefusals.problem(
            new StatefulSetBuilder()
                .withNewMetadata()
                .withName("orders-nats")
                .endMetadata()
                .build(),
            "pods \"orders-nats-0\" is forbidden: exceeded quota."),
        ClaimGrowth.problem(
            CLAIM, new FileStoreClaims("2Gi", "1Gi", 1, List.of()), "no expansion allowed."),
        Ownership.conflict(SERVICE, true).problem(),
        Ownership.conflict(SERVICE, false).problem(),
        refused(400),
        refused(403),
        refused(422));
  }

  private static Problem refused(int code) {
    String text = "services \"orders-nats\" is not taken.";
    return WriteRefusal.of(
            new KubernetesClientException(
                text, code, new StatusBuilder().withCode(code).withMessage(text).build()))
        .orElseThrow();
  }
}
