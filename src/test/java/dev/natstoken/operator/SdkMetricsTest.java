package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SdkMetricsTest {

  private static final Map<String, Object> CONTROLLER = Map.of("controller.name", "natstokenauth");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Metrics metrics = SdkMetrics.into(registry);

  @Test
  void whatTheSdkCountsSaysWhoseItIs() {
    metrics.reconciliationSucceeded(new NatsTokenAuth(), CONTROLLER);
    metrics.reconciliationFailed(new NatsTokenAuth(), null, new Exception(), CONTROLLER);
    metrics.eventReceived(new Event(new ResourceID("orders", "shop")), CONTROLLER);
    assertThat(registry.scrape())
        .contains(
            "\noperator_sdk_reconciliations_success_total{",
            "\noperator_sdk_reconciliations_failure_total{",
            "\noperator_sdk_events_received_total{")
        .doesNotContain("\nreconciliations_", "\nevents_");
  }

  @Test
  void ourOwnCountersKeepTheirNames() {
    Counter.builder("nats.token.examples").register(registry);
    assertThat(registry.scrape()).contains("\nnats_token_examples_total ");
  }
}
