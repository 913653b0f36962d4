package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What happens in one namespace is not felt in another. */
@Tag("api")
class FairnessIT {

  private static final int BAD_RESOURCES = 100;
  private static final int EDITS = 40;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final KubernetesClient client = ApiServer.get().client();

  @Test
  void anEditReachesItsServersWhileAHundredResourcesElsewhereWaitForAWebhookThatNeverAnswers(
      TestReporter reporter) throws IOException {
    try (TestNamespace tenant = new TestNamespace();
        TestNamespace canary = new TestNamespace();
        TestOperator operator = operatorOf(tenant, canary);
        SilentWebhook webhook = new SilentWebhook(tenant.name())) {
      canary.apply(Map.of());
      canary.awaitReady();
      createMany(tenant);
      TestNamespace.await("the webhook is asked").until(() -> webhook.asked() > 0);
      TestNamespace.await("resources wait")
          .until(
              () -> operator.gauge("natstoken_operator_queue_length", "kind", "NatsTokenAuth") > 0);
      assertEditsAreQuick(canary, reporter);
    }
  }

  @Test
  void anEditReachesItsServersWhileEveryWriteOfAHundredResourcesElsewhereIsRefused(
      TestReporter reporter) throws IOException {
    try (TestNamespace tenant = new TestNamespace();
        TestNamespace canary = new TestNamespace();
        TestOperator operator = operatorOf(tenant, canary);
        SilentWebhook webhook = new SilentWebhook(tenant.name())) {
      webhook.refuse();
      canary.apply(Map.of());
      canary.awaitReady();
      createMany(tenant);
      TestNamespace.await("refusals").until(() -> operator.failed() > BAD_RESOURCES);
      assertEditsAreQuick(canary, reporter);
    }
  }

  private static void assertEditsAreQuick(TestNamespace canary, TestReporter reporter) {
    List<Duration> times = new ArrayList<>();
    for (int i = 1; i <= EDITS; i++) {
      times.add(edit(canary, i));
    }
    times.sort(null);
    reporter.publishEntry("edits", times.toString());
    assertThat(times.getLast()).isLessThan(LONGEST);
  }

  private static TestOperator operatorOf(TestNamespace tenant, TestNamespace canary) {
    return new TestOperator(
        Map.of("OPERATOR_WATCH_NAMESPACES", tenant.name() + "," + canary.name()),
        ApiServer.get().client(ApiServer.OPERATOR_AGENT));
  }

  private void createMany(TestNamespace tenant) {
    for (int i = 0; i < BAD_RESOURCES; i++) {
      client.resource(AsUser.resource(tenant.name(), "bad-" + i, Map.of())).create();
    }
  }

  /** How long an edit takes to reach the StatefulSet. */
  private static Duration edit(TestNamespace canary, int connections) {
    long before = generation(canary);
    long start = System.nanoTime();
    canary.apply(Map.of("limits", Map.of("maxConnections", 1000 + connections)));
    TestNamespace.await("the StatefulSet of edit " + connections)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> generation(canary) > before);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static long generation(TestNamespace canary) {
    return canary.object(StatefulSet.class, "orders-nats").get().getMetadata().getGeneration();
  }
}
