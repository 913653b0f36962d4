package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.AuthorizationMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Argo CD before 3.0 takes for its own what has the label of the instance with the name of the
 * Application and no owner, and prunes what of it is not in git.
 */
@Tag("api")
class TrackingLabelIT {

  private static final String LABEL = "app.kubernetes.io/instance";
  private static final String CLAIM = "data-orders-nats-0";

  @Test
  void aRetainedTokenHasNotTheLabelNorKeepsThatOfAnEarlierVersionOrARestore() {
    Map<String, ?> retained = Map.of("token", Map.of("deletionPolicy", "Retain"));
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      namespace.apply(retained);
      awaitUntracked(namespace, Secret.class, TestNamespace.TOKEN_SECRET);
      assertThat(namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get().getMetadata())
          .returns(true, m -> m.getOwnerReferences().isEmpty());

      label(namespace, Secret.class, TestNamespace.TOKEN_SECRET);
      awaitUntracked(namespace, Secret.class, TestNamespace.TOKEN_SECRET);

      namespace.stopOperator();
      namespace.edit(
          Secret.class,
          TestNamespace.TOKEN_SECRET,
          s -> {
            s.getMetadata().getLabels().put(LABEL, TestNamespace.NAME);
            s.getMetadata().getLabels().remove("natstoken.dev/resource");
            return s;
          });
      namespace.startOperator();
      awaitUntracked(namespace, Secret.class, TestNamespace.TOKEN_SECRET);
      namespace.awaitReady();
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);

      namespace.apply(Map.of());
      TestNamespace.await("an owner")
          .until(() ->
              !namespace
                  .object(Secret.class, TestNamespace.TOKEN_SECRET)
                  .get()
                  .getMetadata()
                  .getOwnerReferences()
                  .isEmpty());
      assertThat(namespace.token()).isEqualTo(token);
    }
  }

  @Test
  void theBlockOfAttachedServersHasNotTheLabel() {
    try (Attached attached = Attached.serving()) {
      TestNamespace namespace = attached.namespace();
      awaitUntracked(namespace, ConfigMap.class, "orders-nats-auth");
      String block = block(namespace);
      label(namespace, ConfigMap.class, "orders-nats-auth");
      awaitUntracked(namespace, ConfigMap.class, "orders-nats-auth");
      assertThat(block(namespace)).isEqualTo(block);
    }
  }

  /** The StatefulSet controller puts it on each claim. When the set goes, the claim stays. */
  @Test
  void aClaimLosesTheLabelAndIsFoundAllTheSame() {
    Map<String, ?> stores =
        Map.of("jetstream", Map.of("fileStore", Map.of("pvc", Map.of("size", "1Gi"))));
    try (TestNamespace namespace = TestNamespace.serving(stores, "1s")) {
      Map<String, String> servers = namespace.podUids();
      StatefulSet set = namespace.object(StatefulSet.class, "orders-nats").get();
      namespace.create(
          new PersistentVolumeClaimBuilder(set.getSpec().getVolumeClaimTemplates().get(0))
              .withNewMetadata()
              .withName(CLAIM)
              .withLabels(set.getSpec().getSelector().getMatchLabels())
              .endMetadata()
              .withStatus(null)
              .build());
      awaitUntracked(namespace, PersistentVolumeClaim.class, CLAIM);
      namespace.operator().awaitReconciliations(1);
      assertThat(namespace.eventReasons()).doesNotContain("LookalikeIgnored");
      assertThat(namespace.podUids()).isEqualTo(servers);
    }
  }

  private static <T extends HasMetadata> void label(
      TestNamespace namespace, Class<T> type, String name) {
    namespace.edit(
        type,
        name,
        o -> {
          o.getMetadata().getLabels().put(LABEL, TestNamespace.NAME);
          return o;
        });
  }

  private static void awaitUntracked(
      TestNamespace namespace, Class<? extends HasMetadata> type, String name) {
    TestNamespace.await(name + " without the label")
        .untilAsserted(() -> {
          namespace.servers().settle();
          assertThat(namespace.object(type, name).get().getMetadata().getLabels())
              .doesNotContainKey(LABEL)
              .containsEntry("natstoken.dev/resource", TestNamespace.NAME);
        });
  }

  private static String block(TestNamespace namespace) {
    return namespace
        .object(ConfigMap.class, "orders-nats-auth")
        .get()
        .getData()
        .get(AuthorizationMap.FILE);
  }
}
