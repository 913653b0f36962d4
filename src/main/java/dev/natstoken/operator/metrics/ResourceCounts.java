package dev.natstoken.operator.metrics;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the statuses of all resources say together. Read from the cache at every scrape, so that a
 * deleted resource leaves nothing behind.
 */
public final class ResourceCounts {

  private final Supplier<Stream<NatsTokenAuth>> resources;
  private final int named;

  /**
   * The counts of these resources, which are asked for at each scrape.
   *
   * @param named so many resources have metrics of their own
   */
  public ResourceCounts(Supplier<Stream<NatsTokenAuth>> resources, int named) {
    this.resources = resources;
    this.named = named;
  }

  public void register(MeterRegistry registry) {
    Gauges gauges = new Gauges(registry);
    gauges.add(Metric.RESOURCES, () -> resources.get().count());
    gauges.add(Metric.RESOURCES_UNNAMED, () -> Math.max(0, resources.get().count() - named));
    for (String type : Conditions.TYPES) {
      gauges.add(Metric.CONDITIONS, type, () -> withTrue(type));
    }
    for (Phase phase : Phase.values()) {
      gauges.add(Metric.ROTATIONS, phase.name(), () -> in(phase));
    }
    gauges.add(Metric.FORMER_TOKENS, this::previousConnections);
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
    return resources.get().map(NatsTokenAuth::getStatus).filter(Objects::nonNull);
  }
}
