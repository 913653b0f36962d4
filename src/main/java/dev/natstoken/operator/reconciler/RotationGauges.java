package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.rotation.Phase;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the statuses of all resources say of rotations, as metrics. Read from the cache at every
 * scrape, so that a deleted resource leaves nothing behind.
 */
final class RotationGauges {

  private final Cache<NatsTokenAuth> resources;

  RotationGauges(Cache<NatsTokenAuth> resources) {
    this.resources = resources;
  }

  void register(MeterRegistry registry) {
    for (Phase phase : Phase.values()) {
      Gauge.builder("nats.token.rotations", () -> in(phase))
          .description("Resources with a rotation in this phase")
          .tag("phase", phase.name())
          .register(registry);
    }
    Gauge.builder("nats.token.previous.connections", this::previousConnections)
        .description("Clients that are connected with a former token, during overlaps")
        .register(registry);
  }

  private long in(Phase phase) {
    return rotations().filter(r -> phase.name().equals(r.phase())).count();
  }

  private long previousConnections() {
    return rotations()
        .map(RotationStatus::previousTokenConnections)
        .filter(Objects::nonNull)
        .mapToLong(Integer::longValue)
        .sum();
  }

  private Stream<RotationStatus> rotations() {
    return resources
        .list()
        .map(NatsTokenAuth::getStatus)
        .filter(Objects::nonNull)
        .map(s -> s.rotation())
        .filter(Objects::nonNull);
  }
}
