package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody else's object of one of our names is never written to. */
@Tag("api")
class NameConflictIT {

  static Stream<HasMetadata> foreign() {
    return Stream.of(
        secret(TestNamespace.TOKEN_SECRET),
        secret(TestNamespace.ROUTES_SECRET),
        service("orders-nats"),
        service("orders-nats-headless"),
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("orders-nats")
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withServiceName("x")
            .withNewSelector()
            .addToMatchLabels("x", "y")
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("x", "y")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("x")
            .withImage("x")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build(),
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName("orders-nats")
            .endMetadata()
            .withNewSpec()
            .withNewPodSelector()
            .endPodSelector()
            .endSpec()
            .build(),
        new PodDisruptionBudgetBuilder()
            .withNewMetadata()
            .withName("orders-nats")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("x", "y")
            .endSelector()
            .endSpec()
            .build());
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void aForeignObjectIsLeftAloneAndReportedUntilItIsGone(HasMetadata object) {
    try (TestNamespace namespace = new TestNamespace()) {
      HasMetadata foreign = namespace.create(object);
      namespace.startOperator();
      namespace.apply(Map.of());
      assertThat(namespace.awaitStalled("NameConflict").getMessage())
          .startsWith(object.getKind() + " " + object.getMetadata().getName() + " exists")
          .contains("Rename or delete it");
      namespace.operator().awaitReconciliations(1);
      var present = namespace.object(object.getClass(), object.getMetadata().getName());
      assertThat(present.get().getMetadata().getResourceVersion())
          .isEqualTo(foreign.getMetadata().getResourceVersion());

      present.delete();
      namespace.awaitReady();
    }
  }

  private static HasMetadata secret(String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToStringData("token", "somebody-elses-token")
        .build();
  }

  private static HasMetadata service(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(80)
        .endPort()
        .endSpec()
        .build();
  }
}
