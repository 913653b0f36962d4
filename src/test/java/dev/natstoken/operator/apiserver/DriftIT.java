package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is changed by hand comes back. The operator has nothing under way and a long resync, so
 * that only a watch can tell it.
 */
@Tag("api")
class DriftIT {

  private static final String NATS = "orders-nats";
  private static final String HEADLESS = "orders-nats-headless";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String NAME_LABEL = "app.kubernetes.io/name";

  record Drift<T extends HasMetadata>(
      String what, Class<T> type, String name, UnaryOperator<T> edit) {

    HasMetadata apply(TestNamespace namespace) {
      return namespace.edit(type, name, edit);
    }

    HasMetadata read(TestNamespace namespace) {
      return namespace.object(type, name).get();
    }

    @Override
    public String toString() {
      return type.getSimpleName() + " " + name + ": " + what;
    }
  }

  record Deletion(Class<? extends HasMetadata> type, String name) {}

  static Stream<Drift<?>> drifts() {
    return Stream.of(services(), sets(), secrets(), versions()).flatMap(s -> s);
  }

  private static Stream<Drift<?>> services() {
    return Stream.of(
        service("selector", NATS, s -> s.editSpec().addToSelector("x", "y").endSpec()),
        service("port", NATS, s -> s.editSpec().editPort(0).withPort(1).endPort().endSpec()),
        service("type", NATS, s -> s.editSpec().withType("NodePort").endSpec()),
        service("label", NATS, s -> s.editMetadata().removeFromLabels(MANAGED_BY).endMetadata()),
        service("selector", HEADLESS, s -> s.editSpec().withSelector(Map.of("x", "y")).endSpec()),
        service(
            "not-ready addresses",
            HEADLESS,
            s -> s.editSpec().withPublishNotReadyAddresses(false).endSpec()),
        service(
            "target port",
            HEADLESS,
            s -> s.editSpec().editPort(2).withTargetPort(new IntOrString(1)).endPort().endSpec()));
  }

  private static Stream<Drift<?>> sets() {
    return Stream.of(
        set("replicas", s -> s.editSpec().withReplicas(0).endSpec()),
        set(
            "image",
            s ->
                s.editSpec()
                    .editTemplate()
                    .editSpec()
                    .editContainer(0)
                    .withImage("nats:latest")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()),
        set(
            "config digest",
            s ->
                s.editSpec()
                    .editTemplate()
                    .editMetadata()
                    .withAnnotations(Map.of())
                    .endMetadata()
                    .endTemplate()
                    .endSpec()),
        set(
            "probe",
            s ->
                s.editSpec()
                    .editTemplate()
                    .editSpec()
                    .editContainer(0)
                    .withReadinessProbe(null)
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()),
        set(
            "privileges",
            s ->
                s.editSpec()
                    .editTemplate()
                    .editSpec()
                    .withSecurityContext(null)
                    .endSpec()
                    .endTemplate()
                    .endSpec()),
        set("label", s -> s.editMetadata().removeFromLabels(NAME_LABEL).endMetadata()),
        new Drift<>(
            "open to all",
            NetworkPolicy.class,
            NATS,
            n ->
                new NetworkPolicyBuilder(n)
                    .editSpec()
                    .withIngress(new NetworkPolicyIngressRule())
                    .endSpec()
                    .build()),
        new Drift<>(
            "max unavailable",
            PodDisruptionBudget.class,
            NATS,
            p ->
                new PodDisruptionBudgetBuilder(p)
                    .editSpec()
                    .withMaxUnavailable(new IntOrString(0))
                    .endSpec()
                    .build()));
  }

  private static Stream<Drift<?>> secrets() {
    return Stream.of(
        secret("url", TestNamespace.TOKEN_SECRET, s -> s.addToData("url", "eA==")),
        secret("host gone", TestNamespace.TOKEN_SECRET, s -> s.removeFromData("host")),
        secret(
            "label",
            TestNamespace.TOKEN_SECRET,
            s -> s.editMetadata().removeFromLabels(MANAGED_BY).endMetadata()),
        secret(
            "generation",
            TestNamespace.TOKEN_SECRET,
            s ->
                s.editMetadata()
                    .addToAnnotations("natstoken.dev/token-generation", "7")
                    .endMetadata()),
        secret(
            "owner",
            TestNamespace.TOKEN_SECRET,
            s -> s.editMetadata().withOwnerReferences(List.of()).endMetadata()),
        secret(
            "label",
            TestNamespace.ROUTES_SECRET,
            s -> s.editMetadata().removeFromLabels(MANAGED_BY).endMetadata()));
  }

  private static Stream<Drift<?>> versions() {
    return Stream.of(
        version("number", m -> m.addToData("generation", "7")),
        version("label", m -> m.editMetadata().removeFromLabels(MANAGED_BY).endMetadata()),
        version("owner", m -> m.editMetadata().withOwnerReferences(List.of()).endMetadata()));
  }

  @ParameterizedTest
  @MethodSource("drifts")
  void aChangedObjectIsRepairedAndNothingElseChanges(Drift<?> drift) {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      Map<String, ObjectNode> before = namespace.contents();
      HasMetadata intact = drift.read(namespace);
      HasMetadata changed = drift.apply(namespace);
      assertThat(Snapshots.content(changed)).isNotEqualTo(Snapshots.content(intact));
      TestNamespace.await(drift.toString()).untilAsserted(() -> namespace.assertContents(before));
      assertThat(drift.read(namespace).getMetadata().getUid())
          .isEqualTo(intact.getMetadata().getUid());
    }
  }

  static Stream<Deletion> deletions() {
    return Stream.of(
        new Deletion(ConfigMap.class, RestartsIT.VERSION),
        new Deletion(Service.class, NATS),
        new Deletion(Service.class, HEADLESS),
        new Deletion(StatefulSet.class, NATS),
        new Deletion(PodDisruptionBudget.class, NATS),
        new Deletion(NetworkPolicy.class, NATS));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void aDeletedObjectComesBackAsItWas(Deletion deletion) {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      Map<String, ObjectNode> before = namespace.contents();
      var object = namespace.object(deletion.type(), deletion.name());
      String uid = object.get().getMetadata().getUid();
      object.delete();
      TestNamespace.await(deletion.toString())
          .untilAsserted(() -> namespace.assertContents(before));
      assertThat(object.get().getMetadata().getUid()).isNotEqualTo(uid);
    }
  }

  @Test
  void whatOthersAddToOurObjectsStays() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      namespace.objects().values().forEach(o -> AsUser.decorate(ApiServer.get().client(), o));
      namespace.apply(Map.of("replicas", 2, "authTimeout", "6s"));
      namespace.awaitReady(r -> r.getStatus().readyReplicas() == 2);
      assertThat(namespace.objects())
          .hasSize(9)
          .allSatisfy((key, o) -> {
            if (key.startsWith("ConfigMap/orders-nats-config-")) {
              return; // A new one.
            }
            assertThat(o.getMetadata().getLabels()).containsEntry("team", "shop");
            assertThat(o.getMetadata().getAnnotations()).containsEntry("note", "hello");
          });
      Service service = namespace.object(Service.class, NATS).get();
      assertThat(service.getMetadata().getLabels()).hasSize(4);
    }
  }

  private static Drift<Service> service(
      String what, String name, UnaryOperator<ServiceBuilder> edit) {
    return new Drift<>(what, Service.class, name, s -> edit.apply(new ServiceBuilder(s)).build());
  }

  private static Drift<StatefulSet> set(String what, UnaryOperator<StatefulSetBuilder> edit) {
    return new Drift<>(
        what, StatefulSet.class, NATS, s -> edit.apply(new StatefulSetBuilder(s)).build());
  }

  private static Drift<ConfigMap> version(String what, UnaryOperator<ConfigMapBuilder> edit) {
    return new Drift<>(
        what,
        ConfigMap.class,
        RestartsIT.VERSION,
        m -> edit.apply(new ConfigMapBuilder(m)).build());
  }

  private static Drift<Secret> secret(String what, String name, UnaryOperator<SecretBuilder> edit) {
    return new Drift<>(what, Secret.class, name, s -> edit.apply(new SecretBuilder(s)).build());
  }
}
