package dev.natstoken.operator;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.connection.ApiConnection;
import dev.natstoken.operator.connection.FreshLease;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.health.Reconciliations;
import dev.natstoken.operator.kube.NamespaceLeases;
import dev.natstoken.operator.kube.ServedKinds;
import dev.natstoken.operator.kube.ServedNamespaces;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.reconciler.FairAuthReconciler;
import dev.natstoken.operator.reconciler.NatsTokenAuthReconciler;
import dev.natstoken.operator.reconciler.access.FairAccessReconciler;
import dev.natstoken.operator.reconciler.access.NatsTokenAccessReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts the operator together from its settings; the program and the tests run the same one. */
public final class OperatorFactory {

  /** Longest pause between two tries; the tries themselves never end. */
  private static final long RETRY_CAP_MILLIS = 60_000;

  /** Time that running reconciliations get at the end, well below the pod's grace period. */
  private static final Duration STOP = Duration.ofSeconds(15);

  /** Passes that run at once, each in a virtual thread; most of them wait for something. */
  private static final int RECONCILIATIONS_AT_ONCE = 48;

  /** The same for accesses, whose passes ask no server. */
  private static final int ACCESSES_AT_ONCE = 24;

  /** Questions to servers and writes that go on at once for one namespace, beside its passes. */
  private static final int WAITING_AT_ONCE = 64;

  /**
   * Time until all caches are full, without which the operator ends and begins from the first page:
   * twenty pages, as of ten thousand resources, at half a minute.
   */
  private static final Duration FULL_CACHES = Duration.ofMinutes(10);

  private OperatorFactory() {}

  /**
   * An operator that is not started yet; it leaves the client open when it stops.
   *
   * @param client as of {@link ApiConnection#client}
   * @param room on the heap
   * @param reconciliations told of each that begins and ends
   * @param identity its name in the leader election
   * @param leaseLost called when it leads no more, also by its own stop
   */
  public static Operator create(
      OperatorConfig config,
      KubernetesClient client,
      MeterRegistry registry,
      HeapRoom room,
      Reconciliations reconciliations,
      String identity,
      Runnable leaseLost) {
    Executor background = new Background(WAITING_AT_ONCE);
    Clock clock = Clock.systemUTC();
    EventPublisher events = new EventPublisher(client, clock, background, identity);
    NamespaceLeases leases =
        new NamespaceLeases(client, clock, config.installation(), config.resync());
    ServedNamespaces served = new ServedNamespaces();
    AtomicBoolean leads = new AtomicBoolean(!config.leaderElection());
    Operator operator =
        operator(config, client, registry, identity, () -> leads.set(true), leaseLost);
    operator.register(
        new FairAuthReconciler(
            new NatsTokenAuthReconciler(
                config,
                clock,
                new SecureRandom(),
                background,
                events,
                leases,
                served,
                room::isFull,
                registry),
            RECONCILIATIONS_AT_ONCE,
            clock,
            reconciliations,
            registry),
        (ControllerConfigurationOverrider<NatsTokenAuth> c) ->
            controller(config, "natstokenauth", c)
                .withGenerationAware(false)
                .withOnUpdateFilter(OperatorFactory::isOfTheUser));
    if (ServedKinds.of(client).include(NatsTokenAccess.class)) {
      operator.register(
          new FairAccessReconciler(
              new NatsTokenAccessReconciler(config, clock, events, leases, served),
              ACCESSES_AT_ONCE,
              clock,
              reconciliations,
              registry),
          (ControllerConfigurationOverrider<NatsTokenAccess> c) ->
              controller(config, "natstokenaccess", c));
    }
    new OperatorGauges(clock, operator, room).register(registry, leads);
    return operator;
  }

  private static Operator operator(
      OperatorConfig config,
      KubernetesClient client,
      MeterRegistry registry,
      String identity,
      Runnable leads,
      Runnable leaseLost) {
    return new Operator(o -> {
      o.withKubernetesClient(client)
          .withCloseClientOnStop(false)
          .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
          .withReconciliationTerminationTimeout(STOP)
          .withCacheSyncTimeout(FULL_CACHES)
          .withExecutorService(
              Executors.newThreadPerTaskExecutor(
                  Thread.ofVirtual().name("reconciliation-", 0).factory()))
          .withPreviousAnnotationForDependentResources(false)
          .withParseResourceVersions(true);
      if (config.leaderElection()) {
        o.withLeaderElectionConfiguration(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.leaseName())
                .withLeaseNamespace(config.namespace())
                .withLeaseDuration(FreshLease.LEASE)
                .withIdentity(identity)
                // JOSDK's own System.exit would wait for the shutdown hook that caused it.
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(leads, leaseLost, leader -> {}))
                .build());
      }
    });
  }

  private static <P extends HasMetadata> ControllerConfigurationOverrider<P> controller(
      OperatorConfig config, String name, ControllerConfigurationOverrider<P> controller) {
    controller
        .withName(name)
        .withFieldManager(ApiConnection.FIELD_MANAGER)
        .withInformerListLimit(Watches.PAGE)
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
    return controller;
  }

  /** A change of the status is our own; one of the spec or of our annotation is the user's. */
  private static boolean isOfTheUser(NatsTokenAuth now, NatsTokenAuth before) {
    var metadata = now.getMetadata();
    return !Objects.equals(metadata.getGeneration(), before.getMetadata().getGeneration())
        || metadata.getDeletionTimestamp() != null
        || !now.rotateRequest().equals(before.rotateRequest());
  }
}
