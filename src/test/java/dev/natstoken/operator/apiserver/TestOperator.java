package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.HeapRoom;
import dev.natstoken.operator.OperatorFactory;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.health.Reconciliations;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The operator as the program starts it, for one namespace, in this process. */
final class TestOperator implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final KubernetesClient client;
  private final Operator operator;

  TestOperator(String namespace, String resync) {
    this(namespace, resync, builder -> {});
  }

  TestOperator(String namespace, String resync, Consumer<KubernetesClientBuilder> settings) {
    this(
        Map.of("OPERATOR_WATCH_NAMESPACES", namespace, "OPERATOR_RESYNC", resync),
        ApiServer.get().client(ApiServer.OPERATOR_AGENT, settings));
  }

  TestOperator(Map<String, String> settings, KubernetesClient client) {
    this(settings, client, new HeapRoom(() -> 0));
  }

  TestOperator(Map<String, String> settings, KubernetesClient client, HeapRoom room) {
    this.client = client;
    new JvmMemoryMetrics().bindTo(registry);
    OperatorConfig config = OperatorConfig.from(settings);
    operator =
        OperatorFactory.create(
            config,
            client,
            registry,
            room,
            new Reconciliations(Clock.systemUTC()),
            "test",
            () -> {});
    operator.start();
  }

  /** Waits until the operator went through so many more reconciliations, without an error. */
  void awaitReconciliations(int more) {
    double before = count("success");
    Awaitility.await(more + " more reconciliations")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(count("success")).isGreaterThanOrEqualTo(before + more));
    assertNoneFailed();
  }

  /** Reconciliations that ended well so far. */
  double succeeded() {
    return count("success");
  }

  /** Reconciliations that ended in an error so far. */
  double failed() {
    return count("failed");
  }

  void assertNoneFailed() {
    assertThat(failed()).as("failed reconciliations").isZero();
  }

  /** What a gauge shows, with these tags if any. */
  double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  /** What Prometheus gets to read. */
  String scrape() {
    return registry.scrape();
  }

  /** As JOSDK leaves them when it stops, while the last reconciliations may still run. */
  boolean hasEmptyCaches() {
    return operator.getRegisteredControllers().stream()
        .flatMap(c ->
            c.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream())
        .allMatch(source -> source.informerHealthIndicators().isEmpty());
  }

  private double count(String end) {
    return registry.find("operator.sdk.reconciliations." + end).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Override
  public void close() {
    operator.stop();
    client.close();
  }
}
