package dev.natstoken.operator;

import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.connection.ApiConnection;
import dev.natstoken.operator.connection.FreshLease;
import dev.natstoken.operator.health.HealthServer;
import dev.natstoken.operator.health.Liveness;
import dev.natstoken.operator.health.Reconciliations;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator from its environment; see {@link OperatorConfig}. */
public final class OperatorMain {

  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);

  private OperatorMain() {}

  public static void main(String[] args) throws IOException {
    OperatorConfig config = OperatorConfig.from(System.getenv());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    AtomicReference<Operator> running = new AtomicReference<>();
    Clock clock = Clock.systemUTC();
    Reconciliations reconciliations = new Reconciliations(clock);
    LostWatches endedWatches = LostWatches.ended();
    HealthServer health =
        new HealthServer(
            config.probePort(),
            config.metricsPort(),
            () ->
                Liveness.of(
                    reconciliations.running(),
                    endedWatches.look(Optional.ofNullable(running.get()), clock.instant()),
                    clock.instant()),
            () -> isReady(running.get()),
            registry::scrape,
            clock);
    log.info(
        "Listening on port {} for /livez and /readyz, on port {} for /metrics",
        health.probePort(),
        health.metricsPort());

    AtomicBoolean stopping = new AtomicBoolean();
    String identity = config.podName().orElseGet(() -> UUID.randomUUID().toString());
    FreshLease lease = FreshLease.of(config, clock, System::nanoTime);
    KubernetesClient client =
        ApiConnection.client(
                ApiConnection.brief(new ConfigBuilder(Config.autoConfigure(null))).build(), lease)
            .build();
    Operator operator =
        OperatorFactory.create(
            config,
            client,
            registry,
            HeapRoom.ofThisProgram(),
            reconciliations,
            identity,
            () -> leaseLost(stopping.get()));
    // JOSDK installs no hook of its own when leader election is on.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              stopping.set(true);
              stop(operator, health);
              if (config.leaderElection()) {
                lease.giveUp();
                HeldLease.release(client, config, identity);
              }
            }));
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

  private static boolean isReady(Operator operator) {
    return operator != null
        && operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** Another operator may lead from now on: not one more write, not even an orderly end. */
  private static void leaseLost(boolean stopping) {
    if (!stopping) {
      log.error("Lost the lease; ending at once, so that two operators never write side by side");
      Runtime.getRuntime().halt(1);
    }
  }

  private static void stop(Operator operator, HealthServer health) {
    log.info("Stopping");
    operator.stop();
    health.close();
  }
}
