package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.metrics.ResourceCounts;
import dev.natstoken.operator.metrics.ResourceSeries;
import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.status.Conditions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** When the servers of each resource were last proved, as the metrics of the resources show it. */
final class LastProofs {

  private final BoundedMap<String, Instant> byUid = new BoundedMap<>();

  /** Remembers this moment, if the servers are proved in it. */
  void note(NatsTokenAuth resource, Observation seen, NatsTokenAuthStatus status, Instant now) {
    if (Conditions.isTrue(status.conditions(), Conditions.VERIFIED)
        && seen.proof() instanceof Proof.Proved) {
      byUid.put(resource.getMetadata().getUid(), now);
    }
  }

  /**
   * Has the metrics show these resources.
   *
   * @param named so many of them have metrics of their own
   */
  void register(MeterRegistry registry, Supplier<Stream<NatsTokenAuth>> resources, int named) {
    new ResourceCounts(resources, named).register(registry);
    if (registry instanceof PrometheusMeterRegistry prometheus && named > 0) {
      prometheus.getPrometheusRegistry().register(new ResourceSeries(resources, named, byUid::get));
    }
  }
}
