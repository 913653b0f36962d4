package dev.natstoken.operator;

import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.health.HealthServer;
import dev.natstoken.operator.reconciler.NatsTokenAuthReconciler;
import dev.natstoken.operator.reconciler.ReconcilerContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator from its environment; see {@link OperatorConfig}. */
public final class OperatorMain {

  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);

  /** Longest pause between two tries; the tries themselves never end. */
  private static final long RETRY_CAP_MILLIS = 60_000;

  /** Time that running reconciliations get at the end, well below the pod's grace period. */
  private static final Duration STOP = Duration.ofSeconds(15);

  private OperatorMain() {}

  public static void main(String[] args) throws IOException {
    OperatorConfig config = OperatorConfig.from(System.getenv());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    AtomicReference<Operator> running = new AtomicReference<>();
    HealthServer health =
        new HealthServer(config.httpPort(), () -> isReady(running.get()), registry::scrape);
    log.info("Listening on port {} for /livez, /readyz and /metrics", health.port());

    KubernetesClient client = new KubernetesClientBuilder().build();
    ExecutorService executor = Executors.newCachedThreadPool(OperatorMain::daemon);
    String identity = config.podName().orElseGet(() -> UUID.randomUUID().toString());
    Clock clock = Clock.systemUTC();
    EventPublisher events = new EventPublisher(client, clock, executor, identity);
    ReconcilerContext context =
        new ReconcilerContext(config, clock, new SecureRandom(), executor, events);
    Operator operator = operator(config, client, registry, identity);
    operator.register(new NatsTokenAuthReconciler(context), c -> controller(config, c));
    // JOSDK installs no hook of its own when leader election is on.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, health)));
    running.set(operator);
    try {
      operator.start();
    } catch (OperatorException e) {
      log.error("Could not start", e);
      System.exit(1);
    }
    log.info(
        "Watching {}",
        config.watchNamespaces().isEmpty() ? "all namespaces" : config.watchNamespaces());
  }

  private static Operator operator(
      OperatorConfig config,
      KubernetesClient client,
      PrometheusMeterRegistry registry,
      String identity) {
    return new Operator(
        o -> {
          o.withKubernetesClient(client)
              .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
              .withReconciliationTerminationTimeout(STOP)
              .withPreviousAnnotationForDependentResources(false)
              .withParseResourceVersions(true);
          if (config.leaderElection()) {
            o.withLeaderElectionConfiguration(
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.leaseName())
                    .withLeaseNamespace(config.namespace())
                    .withIdentity(identity)
                    .build());
          }
        });
  }

  private static void controller(
      OperatorConfig config,
      ControllerConfigurationOverrider<dev.natstoken.operator.api.NatsTokenAuth> controller) {
    controller
        .withName("natstokenauth")
        .withFieldManager("nats-token-operator")
        .withReconciliationMaxInterval(config.resync())
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(500)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_CAP_MILLIS));
    if (config.watchNamespaces().isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(config.watchNamespaces());
    }
  }

  private static boolean isReady(Operator operator) {
    return operator != null
        && operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private static void stop(Operator operator, HealthServer health) {
    log.info("Stopping");
    operator.stop();
    health.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "background");
    thread.setDaemon(true);
    return thread;
  }
}
