package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.events.EventPublisher;
import dev.natstoken.operator.events.Transitions;
import dev.natstoken.operator.kube.ClaimGrowth;
import dev.natstoken.operator.kube.PodMonitors;
import dev.natstoken.operator.nats.probe.ServerProbe;
import dev.natstoken.operator.nats.token.TokenGenerator;
import dev.natstoken.operator.observed.VerifiedHashes;
import dev.natstoken.operator.proof.Prover;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What all reconciliations share: settings, clock, randomness, and threads for side-by-side work.
 */
public final class ReconcilerContext {

  private final OperatorConfig config;
  private final Clock clock;
  private final SecureRandom random;
  private final ExecutorService executor;
  private final MeterRegistry registry;
  private final Prover prover;
  private final Transitions transitions;
  private final ClaimGrowth claimGrowth;
  private final VerifiedHashes verifiedHashes = new VerifiedHashes();
  private final PodMonitors podMonitors = new PodMonitors();

  public ReconcilerContext(
      OperatorConfig config,
      Clock clock,
      SecureRandom random,
      ExecutorService executor,
      EventPublisher events,
      MeterRegistry registry) {
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.executor = executor;
    this.registry = registry;
    this.prover = new Prover(new ServerProbe(), clock, config.resync(), executor);
    this.transitions = new Transitions(events);
    this.claimGrowth = new ClaimGrowth(clock, config.resync());
  }

  MeterRegistry registry() {
    return registry;
  }

  OperatorConfig config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  TokenGenerator generator() {
    return new TokenGenerator(random);
  }

  Prover prover() {
    return prover;
  }

  ClaimGrowth claimGrowth() {
    return claimGrowth;
  }

  Transitions transitions() {
    return transitions;
  }

  VerifiedHashes verifiedHashes() {
    return verifiedHashes;
  }

  PodMonitors podMonitors() {
    return podMonitors;
  }

  public <T> CompletableFuture<T> background(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  /** Waits for the result; an exception comes out as the one that was thrown. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits for the end, however it came: no write may outlive its reconciliation. */
  static void settle(CompletableFuture<?> future) {
    future.exceptionally(e -> null).join();
  }
}
