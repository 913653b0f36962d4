package dev.natstoken.operator.events;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the statuses of all resources say, as metrics: counts, without a series per resource. Read
 * from the cache at every scrape, so that a deleted resource leaves nothing behind.
 */
public final class ResourceGauges {

  private final Cache<NatsTokenAuth> resources;

  public ResourceGauges(Cache<NatsTokenAuth> resources) {
    this.resources = resources;
  }

  public void register(MeterRegistry registry) {
    Gauge.builder("nats.token.resources", () -> resources.list().count())
        .description("Resources that the operator looks after")
        .register(registry);
    for (String type : Conditions.TYPES) {
      Gauge.builder("nats.token.conditions", () -> withTrue(type))
          .description("Resources in which the condition of this type is True")
          .tag("type", type)
          .register(registry);
    }
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

  private long withTrue(String type) {
    return statuses().filter(s -> Conditions.isTrue(StatusFactory.conditionsOf(s), type)).count();
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
    return statuses().map(NatsTokenAuthStatus::rotation).filter(Objects::nonNull);
  }

  private Stream<NatsTokenAuthStatus> statuses() {
    return resources.list().map(NatsTokenAuth::getStatus).filter(Objects::nonNull);
  }
}
