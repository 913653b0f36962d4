package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.HeapRoom;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Names;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("api")
class HeapRoomIT {

  private static final String NEW = "another";

  private final AtomicReference<Double> used = new AtomicReference<>(0.5);

  @Test
  void aNewResourceWaitsForRoomAndThoseWithServersAreLookedAfterMeanwhile() {
    try (TestNamespace namespace = new TestNamespace();
        TestOperator operator = operator(namespace)) {
      namespace.apply(Map.of());
      namespace.awaitReady();
      used.set(0.95);
      namespace.create(AsUser.resource(namespace.name(), NEW, Map.of()));
      TestNamespace.await("it is told why nothing happens")
          .untilAsserted(() ->
              assertThat(reconciling(namespace))
                  .hasValueSatisfying(
                      c -> assertThat(c.getMessage()).contains("resources.limits.memory")));
      assertThat(servers(namespace)).isFalse();
      namespace.apply(Map.of("replicas", 2));
      namespace.awaitReady(r -> r.getStatus().replicas() == 2);
      assertThat(operator.gauge("natstoken_operator_heap_used_ratio")).isEqualTo(0.95);
      used.set(0.5);
      TestNamespace.await("its servers").until(() -> servers(namespace));
    }
  }

  private TestOperator operator(TestNamespace namespace) {
    return new TestOperator(
        Map.of("OPERATOR_WATCH_NAMESPACES", namespace.name()),
        ApiServer.get().client(ApiServer.OPERATOR_AGENT),
        new HeapRoom(used::get));
  }

  private static Optional<Condition> reconciling(TestNamespace namespace) {
    NatsTokenAuth resource =
        client().resources(NatsTokenAuth.class).inNamespace(namespace.name()).withName(NEW).get();
    return Conditions.find(
        StatusFactory.conditionsOf(resource.getStatus()), Conditions.RECONCILING);
  }

  private static boolean servers(TestNamespace namespace) {
    return client()
            .apps()
            .statefulSets()
            .inNamespace(namespace.name())
            .withName(new Names(NEW).statefulSet())
            .get()
        != null;
  }

  private static KubernetesClient client() {
    return ApiServer.get().client();
  }
}
