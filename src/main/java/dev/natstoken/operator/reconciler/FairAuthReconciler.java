package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.health.Reconciliations;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;

/** The one for NatsTokenAuths; JOSDK reads from the class which kind it is. */
public final class FairAuthReconciler extends FairReconciler<NatsTokenAuth> {

  public FairAuthReconciler(
      NatsTokenAuthReconciler inner,
      int atOnce,
      InstantSource clock,
      Reconciliations reconciliations,
      MeterRegistry registry) {
    super(inner, "NatsTokenAuth", atOnce, clock, reconciliations, registry);
  }

  @Override
  protected Object wanted(NatsTokenAuth resource) {
    return new Wanted(resource.getMetadata().getGeneration(), resource.rotateRequest());
  }

  @Override
  protected Optional<Long> reported(NatsTokenAuth resource) {
    return Optional.ofNullable(resource.getStatus()).map(NatsTokenAuthStatus::observedGeneration);
  }

  private record Wanted(Long generation, Optional<String> rotation) {}
}
