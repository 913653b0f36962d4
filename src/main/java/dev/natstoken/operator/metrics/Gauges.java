package dev.natstoken.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Registers gauges of the operator under the names that {@link Metric} has. */
public final class Gauges {

  private final MeterRegistry registry;

  public Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  public void add(Metric metric, Supplier<Number> value) {
    builder(metric, value).register(registry);
  }

  /** The same for one value of the only label of the metric. */
  public void add(Metric metric, String label, Supplier<Number> value) {
    builder(metric, value).tag(metric.labels().getFirst(), label).register(registry);
  }

  private static Gauge.Builder<Supplier<Number>> builder(Metric metric, Supplier<Number> value) {
    return Gauge.builder(metric.title(), value).description(metric.help());
  }
}
