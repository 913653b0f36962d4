package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the claims of servers that store grow, and what is told where they do not. */
@Tag("api")
class ClaimGrowthIT {

  static final String GROWING = "growing";
  private static final String FIXED = "fixed";

  @BeforeAll
  static void createClasses() {
    for (String name : List.of(GROWING, FIXED)) {
      ApiServer.get()
          .client()
          .resource(
              new StorageClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withProvisioner("example.com/none")
                  .withAllowVolumeExpansion(name.equals(GROWING))
                  .build())
          .serverSideApply();
    }
  }

  @Test
  void aClaimGrowsWhereItsClassAllowsAndTheLimitOfTheServersFollowsIt() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"))) {
      createClaim(namespace, GROWING);
      String template = template(namespace);
      namespace.apply(size("2Gi"));
      TestNamespace.await("the claim asks for more")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("2Gi"));
      namespace.awaitReady(r -> "2Gi".equals(r.getStatus().claimSize()));
      assertThat(template(namespace)).as("servers before the claim has grown").isEqualTo(template);
      assertThatThrownBy(() -> namespace.apply(size("1Gi")))
          .hasMessageContaining(
              "spec.jetstream.fileStore.pvc.size cannot be less than the claims have by now");

      setCapacity(namespace, "2Gi");
      namespace.awaitUntil(
          "the StatefulSet has the new size",
          r -> "2Gi".equals(sizeInTheSet(namespace)) && !template.equals(template(namespace)));
      namespace.awaitReady();
      assertThat(namespace.configMap().getData().get("nats.conf"))
          .contains("\"max_file_store\":" + (2L << 30) / 10 * 9);
    }
  }

  @Test
  void aClaimThatCannotGrowIsToldAndTheServersAreLeftAlone() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"), "5m")) {
      createClaim(namespace, FIXED);
      String template = template(namespace);
      Map<String, String> versions = namespace.versions();
      namespace.apply(size("2Gi"));
      assertThat(namespace.awaitStalled("ClaimsCannotGrow").getMessage())
          .contains(
              "data-orders-nats-0", "2Gi", "Set spec.jetstream.fileStore.pvc.size back to 1Gi");
      assertThat(requested(namespace)).isEqualTo("1Gi");
      assertThat(template(namespace)).isEqualTo(template);
      assertThat(namespace.versions()).isEqualTo(versions);
      List<String> writes = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(2);
      assertThat(namespace.operatorWrites()).as("asks again").isEqualTo(writes);
      namespace.apply(size("1Gi"));
      namespace.awaitReady();
      assertThat(namespace.versions()).isEqualTo(versions);
    }
  }

  /** What Kubernetes calls recovery from a failed expansion. */
  @Test
  void aSizeThatTheStorageCannotGiveIsSetBackToLessOrToWhatItWas() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"))) {
      createClaim(namespace, GROWING);
      namespace.apply(size("9Gi"));
      TestNamespace.await("the claim asks for more")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("9Gi"));
      setInfeasible(namespace);
      assertThat(namespace.awaitStalled("ClaimsCannotGrow").getMessage())
          .contains("data-orders-nats-0", "9Gi", "down to 1Gi");
      TestNamespace.await("the size to go back to")
          .until(() -> "1Gi".equals(namespace.get().getStatus().claimSize()));

      namespace.apply(size("2Gi"));
      TestNamespace.await("the claim asks for less")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("2Gi"));

      namespace.apply(size("1Gi"));
      namespace.awaitReady(r -> Reported.condition(r, Conditions.STALLED).isEmpty());
      assertThat(sizeInTheSet(namespace)).isEqualTo("1Gi");
    }
  }

  private static void setInfeasible(TestNamespace namespace) {
    AsUser.editStatus(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0"),
        c ->
            new PersistentVolumeClaimBuilder(c)
                .editStatus()
                .addToAllocatedResourceStatuses("storage", "ControllerResizeInfeasible")
                .addToAllocatedResources("storage", new Quantity("9Gi"))
                .endStatus()
                .build());
  }

  static Map<String, Object> size(String size) {
    return Map.of("jetstream", Map.of("fileStore", Map.of("pvc", Map.of("size", size))));
  }

  /** As the StatefulSet controller makes it and a provisioner binds it. */
  static void createClaim(TestNamespace namespace, String storageClass) {
    var set = namespace.object(StatefulSet.class, "orders-nats").get();
    namespace.create(
        new PersistentVolumeClaimBuilder(set.getSpec().getVolumeClaimTemplates().get(0))
            .withNewMetadata()
            .withName("data-orders-nats-0")
            .withLabels(set.getSpec().getSelector().getMatchLabels())
            .endMetadata()
            .editSpec()
            .withStorageClassName(storageClass)
            .withVolumeName("a-volume")
            .endSpec()
            .withStatus(null)
            .build());
    setCapacity(namespace, "1Gi");
  }

  private static void setCapacity(TestNamespace namespace, String size) {
    AsUser.editStatus(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0"),
        c ->
            new PersistentVolumeClaimBuilder(c)
                .editOrNewStatus()
                .withPhase("Bound")
                .addToCapacity("storage", new Quantity(size))
                .endStatus()
                .build());
  }

  private static String requested(TestNamespace namespace) {
    return FileStoreClaim.requested(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0").get());
  }

  /** Null while it is made anew, like the template. */
  private static String sizeInTheSet(TestNamespace namespace) {
    return set(namespace)
        .map(s -> FileStoreClaim.requested(s.getSpec().getVolumeClaimTemplates().get(0)))
        .orElse(null);
  }

  private static String template(TestNamespace namespace) {
    return set(namespace).map(s -> Serialization.asYaml(s.getSpec().getTemplate())).orElse(null);
  }

  private static Optional<StatefulSet> set(TestNamespace namespace) {
    return Optional.ofNullable(namespace.object(StatefulSet.class, "orders-nats").get());
  }
}
