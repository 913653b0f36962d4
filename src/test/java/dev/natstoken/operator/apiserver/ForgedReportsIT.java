package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.forged.Forged;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a neighbour writes in the name of a controller, and claims that look like the servers'. */
@Tag("api")
class ForgedReportsIT {

  private static final String CLAIM = "data-orders-nats-0";
  private static final String LONG = "all servers are broken\u202e; run this: ".repeat(25);

  @Test
  void noClaimThatAnotherControlsIsGrownForItsLabelsAndItsName() {
    Map<String, ?> spec =
        Map.of("jetstream", Map.of("fileStore", Map.of("pvc", Map.of("size", "2Gi"))));
    try (TestNamespace namespace = TestNamespace.serving(spec, "1s")) {
      HasMetadata canary = namespace.get();
      namespace.create(Forged.claim("copy-of-orders", "1Gi"));
      namespace.create(Forged.claim(CLAIM, "1Gi", Forged.controller(namespace.configMap())));
      String version = bound(namespace).getMetadata().getResourceVersion();
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.object(PersistentVolumeClaim.class, CLAIM).get().getMetadata())
          .returns(version, ObjectMeta::getResourceVersion);
      assertThat(namespace.get().getMetadata().getResourceVersion())
          .isEqualTo(canary.getMetadata().getResourceVersion());
    }
  }

  private static PersistentVolumeClaim bound(TestNamespace namespace) {
    return AsUser.editStatus(
        namespace.object(PersistentVolumeClaim.class, CLAIM),
        c ->
            new PersistentVolumeClaimBuilder(c)
                .withNewStatus()
                .withPhase("Bound")
                .addToCapacity("storage", new Quantity("1Gi"))
                .endStatus()
                .build());
  }

  /** No pod is missing, so nobody's words are asked for. */
  @Test
  void anEventInTheNameOfTheControllerChangesNothingWhileTheServersAreThere() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      String version = namespace.get().getMetadata().getResourceVersion();
      namespace.create(refusal(namespace));
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.get().getMetadata().getResourceVersion()).isEqualTo(version);
    }
  }

  @Test
  void whileAServerIsMissingItsWordsAreShownAsAnEventsCutAndOnOneLine() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      namespace.create(refusal(namespace));
      namespace.servers().delete(namespace.object(Pod.class, "orders-nats-0").get());
      assertThat(namespace.awaitStalled("PodsRefused").getMessage())
          .contains("an Event says “all servers are broken ; run this:", "…”", "Raise the quota")
          .hasSizeLessThan(600);
      namespace.awaitReady();
    }
  }

  private static Event refusal(TestNamespace namespace) {
    return FailedCreate.event(
        namespace.object(StatefulSet.class, "orders-nats").get(), "forged", LONG);
  }
}
