package dev.natstoken.operator;

import dev.natstoken.operator.metrics.Gauges;
import dev.natstoken.operator.metrics.Metric;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the operator as a whole tells of itself, beside what it does for resources. */
final class OperatorGauges {

  private static final double MILLIS = 1e3;

  private final InstantSource clock;
  private final Operator operator;
  private final HeapRoom room;
  private final LostWatches unconnected = new LostWatches(InformerHealthIndicator::isWatching);

  OperatorGauges(InstantSource clock, Operator operator, HeapRoom room) {
    this.clock = clock;
    this.operator = operator;
    this.room = room;
  }

  void register(MeterRegistry registry, AtomicBoolean leads) {
    Gauges gauges = new Gauges(registry);
    gauges.add(Metric.LEADER, () -> leads.get() ? 1 : 0);
    gauges.add(Metric.HEAP_USED, room::used);
    gauges.add(Metric.WATCHES, () -> LostWatches.all(operator).size());
    gauges.add(Metric.WATCH_GAP, () -> leads.get() ? longestGap() : 0);
  }

  private double longestGap() {
    Instant now = clock.instant();
    return unconnected.look(Optional.of(operator), now).values().stream()
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, now).toMillis() / MILLIS)
        .orElse(0.0);
  }
}
