package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.TokenVersionMap;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a resource to its objects, and what becomes of them with the resource. */
@Tag("api")
class CreationIT {

  private static final Map<String, String> OUR_LABELS =
      Map.of(
          "app.kubernetes.io/name", "nats",
          "app.kubernetes.io/instance", "orders",
          "app.kubernetes.io/managed-by", "nats-token-operator");

  @Test
  void aResourceLeadsToExactlyItsObjectsWhichItOwnsAndToNoCopiedLabel() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.apply(
          Map.of("replicas", 2),
          new ObjectMetaBuilder()
              .addToLabels("app.kubernetes.io/instance", "argo-application")
              .addToLabels("kustomize.toolkit.fluxcd.io/name", "apps")
              .addToLabels("kustomize.toolkit.fluxcd.io/namespace", "flux-system")
              .addToAnnotations("argocd.argoproj.io/tracking-id", "app:natstoken.dev/x")
              .addToAnnotations("kustomize.toolkit.fluxcd.io/name", "apps")
              .build());
      namespace.awaitReady();
      NatsTokenAuth resource = namespace.get();
      assertThat(namespace.objects())
          .containsOnlyKeys(
              "Secret/orders-nats-token",
              "Secret/orders-nats-routes",
              "ConfigMap/" + namespace.configMap().getMetadata().getName(),
              "ConfigMap/orders-nats-token-version",
              "Service/orders-nats",
              "Service/orders-nats-headless",
              "StatefulSet/orders-nats",
              "PodDisruptionBudget/orders-nats",
              "NetworkPolicy/orders-nats")
          .allSatisfy((key, object) ->
              assertOursAlone(
                  object,
                  resource,
                  key.endsWith("-token-version") ? TokenVersionMap.MARK : Map.of()));
      var template =
          namespace
              .object(StatefulSet.class, "orders-nats")
              .get()
              .getSpec()
              .getTemplate()
              .getMetadata();
      assertThat(template.getLabels()).isEqualTo(OUR_LABELS);
      assertThat(template.getAnnotations()).containsOnlyKeys("natstoken.dev/config-digest");
    }
  }

  private static void assertOursAlone(
      HasMetadata object, NatsTokenAuth resource, Map<String, String> mark) {
    Map<String, String> labels = new HashMap<>(OUR_LABELS);
    labels.putAll(mark);
    assertThat(object.getMetadata().getLabels()).isEqualTo(labels);
    assertThat(object.getMetadata().getAnnotations().keySet())
        .isSubsetOf(
            "natstoken.dev/token-generation",
            "natstoken.dev/token-created-at",
            "natstoken.dev/token-reason",
            "natstoken.dev/config-digest");
    assertThat(object.getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReferenceBuilder()
                .withApiVersion("natstoken.dev/v1alpha1")
                .withKind("NatsTokenAuth")
                .withName("orders")
                .withUid(resource.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
    assertThat(object.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void theResourceItselfIsLeftAsItWasWritten() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      NatsTokenAuth resource = namespace.get();
      assertThat(resource.getMetadata().getGeneration()).isEqualTo(1);
      assertThat(resource.getMetadata().getFinalizers()).isEmpty();
      assertThat(resource.getSpec().version()).isNull();
      assertThat(resource.getSpec().token()).isNull();
    }
  }

  @Test
  void aPausedResourceGetsAStatusAndNothingElse() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(Map.of("paused", true));
      TestNamespace.await("Paused")
          .until(() -> Reported.isTrue(namespace.get(), Conditions.PAUSED));
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.objects()).isEmpty();
      assertThat(namespace.operatorWrites()).containsExactly("patch natstokenauths/status");
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isFalse();

      namespace.apply(Map.of());
      namespace.awaitReady();
      assertThat(Reported.condition(namespace.get(), Conditions.PAUSED)).isEmpty();
    }
  }

  @Test
  void nothingOfAPausedResourceIsRepairedUntilItGoesOn() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      namespace.apply(Map.of("paused", true, "replicas", 3));
      TestNamespace.await("Paused")
          .until(() -> Reported.isTrue(namespace.get(), Conditions.PAUSED));
      namespace.object(Service.class, "orders-nats").delete();
      Map<String, String> versions = namespace.versions();
      namespace.operator().awaitReconciliations(2);
      assertThat(namespace.versions()).isEqualTo(versions);

      namespace.apply(Map.of("replicas", 3));
      namespace.awaitReady();
      assertThat(namespace.objects()).containsKey("Service/orders-nats");
    }
  }

  /** No garbage collector runs here, so what the old one left stays until the test takes it. */
  @Test
  void aResourceOfTheSameNameDoesNotTakeOverWhatTheOldOneLeft() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String oldToken = namespace.token();
      namespace.resource().delete();
      Map<String, String> versions = namespace.versions();
      namespace.apply(Map.of());
      TestNamespace.await("waiting for the garbage collector")
          .untilAsserted(() ->
              assertThat(
                      Reported.condition(namespace.get(), Conditions.RECONCILING)
                          .map(Condition::getMessage))
                  .hasValueSatisfying(m -> assertThat(m).contains("garbage collector")));
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isFalse();
      assertThat(namespace.versions()).isEqualTo(versions);

      namespace.collectGarbage(Set.of(namespace.get().getMetadata().getUid()));
      namespace.awaitReady();
      assertThat(namespace.token()).isNotEqualTo(oldToken);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }
}
