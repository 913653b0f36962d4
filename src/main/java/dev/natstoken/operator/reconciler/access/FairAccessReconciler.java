package dev.natstoken.operator.reconciler.access;

import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.health.Reconciliations;
import dev.natstoken.operator.reconciler.FairReconciler;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;

/** The one for NatsTokenAccesses; JOSDK reads from the class which kind it is. */
public final class FairAccessReconciler extends FairReconciler<NatsTokenAccess> {

  public FairAccessReconciler(
      NatsTokenAccessReconciler inner,
      int atOnce,
      InstantSource clock,
      Reconciliations reconciliations,
      MeterRegistry registry) {
    super(inner, "NatsTokenAccess", atOnce, clock, reconciliations, registry);
  }

  @Override
  protected Object wanted(NatsTokenAccess access) {
    return access.getMetadata().getGeneration();
  }

  @Override
  protected Optional<Long> reported(NatsTokenAccess access) {
    return Optional.ofNullable(access.statusOrNone().observedGeneration());
  }
}
