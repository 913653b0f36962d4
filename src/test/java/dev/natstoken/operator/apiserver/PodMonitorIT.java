package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.desired.PodMonitor;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One at a time, since each says whether the cluster knows the kind. */
@Tag("api")
@ResourceLock(MonitoringCrds.LOCK)
class PodMonitorIT {

  private static final String NAME = "orders-nats";
  private static final int LOOKS = 3;

  private final KubernetesClient client = ApiServer.get().client();

  @Test
  void itIsMadeKeptChangedAndRemovedAsTheSpecSays() {
    MonitoringCrds.install(client);
    try (TestNamespace namespace = serving(Map.of("interval", "30s"))) {
      PodMonitor made = monitor(namespace);
      assertThat(made.getSpec().selector().getMatchLabels())
          .containsEntry("app.kubernetes.io/instance", TestNamespace.NAME);
      assertThat(made.getSpec().podMetricsEndpoints())
          .containsExactly(new PodMonitor.Endpoint("metrics", "/metrics", "30s", null));
      assertThat(made.getMetadata().getOwnerReferences()).hasSize(1);
      assertThat(ready(namespace)).doesNotContain("podMonitor");
      assertNoWritesIn(namespace);

      namespace.apply(
          spec(Map.of("labels", Map.of("release", "prometheus"), "scrapeTimeout", "5s")));
      TestNamespace.await("a changed PodMonitor")
          .untilAsserted(() -> {
            PodMonitor changed = monitor(namespace);
            assertThat(changed.getSpec().podMetricsEndpoints())
                .containsExactly(new PodMonitor.Endpoint("metrics", "/metrics", null, "5s"));
            assertThat(changed.getMetadata().getLabels()).containsEntry("release", "prometheus");
          });

      namespace.object(PodMonitor.class, NAME).delete();
      TestNamespace.await("it is back")
          .untilAsserted(() -> assertThat(monitor(namespace)).isNotNull());

      namespace.apply(Map.of("monitoring", Map.of("exporter", Map.of("enabled", true))));
      TestNamespace.await("it is gone")
          .untilAsserted(() -> assertThat(monitor(namespace)).isNull());
      namespace.awaitReady();
      assertNoWritesIn(namespace);
    }
  }

  @Test
  void aClusterThatDoesNotKnowTheKindIsToldOfAndHarmsNothing() {
    MonitoringCrds.remove(client);
    try (TestNamespace namespace = serving(Map.of())) {
      assertThat(ready(namespace)).contains("spec.monitoring.podMonitor", "Prometheus Operator");
      assertNoWritesIn(namespace);

      MonitoringCrds.install(client);
      TestNamespace.await("it is made once the kind is there")
          .untilAsserted(() -> assertThat(monitor(namespace)).isNotNull());
      namespace.awaitReady(r -> !ready(namespace).contains("podMonitor"));

      namespace.stopOperator();
      namespace.apply(Map.of());
      namespace.startOperator("1s");
      TestNamespace.await("an operator that never saw it removes it")
          .untilAsserted(() -> assertThat(monitor(namespace)).isNull());
    }
  }

  @Test
  void oneOfSomebodyElseIsLeftAloneAndReported() {
    MonitoringCrds.install(client);
    try (TestNamespace namespace = new TestNamespace()) {
      PodMonitor foreign = new PodMonitor();
      foreign.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
      foreign.setSpec(
          new PodMonitor.Spec(
              new LabelSelector(), List.of(new PodMonitor.Endpoint("http", null, null, null))));
      String version = namespace.create(foreign).getMetadata().getResourceVersion();
      namespace.startOperator("1s");
      namespace.apply(spec(Map.of()));
      assertThat(namespace.awaitStalled("NameConflict").getMessage())
          .contains("PodMonitor " + NAME);
      namespace.apply(Map.of());
      namespace.awaitReady();
      assertThat(monitor(namespace).getMetadata().getResourceVersion()).isEqualTo(version);
    }
  }

  private static TestNamespace serving(Map<String, ?> podMonitor) {
    return TestNamespace.serving(spec(podMonitor), "1s");
  }

  private static Map<String, ?> spec(Map<String, ?> podMonitor) {
    Map<String, Object> enabled = new HashMap<>(podMonitor);
    enabled.put("enabled", true);
    return Map.of("monitoring", Map.of("exporter", Map.of("enabled", true), "podMonitor", enabled));
  }

  private static PodMonitor monitor(TestNamespace namespace) {
    return namespace.object(PodMonitor.class, NAME).get();
  }

  private static String ready(TestNamespace namespace) {
    return Reported.condition(namespace.get(), Conditions.READY)
        .map(Condition::getMessage)
        .orElse("");
  }

  private static void assertNoWritesIn(TestNamespace namespace) {
    namespace.operator().awaitReconciliations(2);
    List<String> before = namespace.operatorWrites();
    namespace.operator().awaitReconciliations(LOOKS);
    assertThat(namespace.operatorWrites()).isEqualTo(before);
  }
}
