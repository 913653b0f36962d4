package dev.natstoken.operator;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;

/**
 * What Java Operator SDK counts. It calls its metrics "reconciliations" and so on, as any other
 * program might; here they say whose they are.
 */
final class SdkMetrics {

  private static final String PREFIX = "operator.sdk.";
  private static final List<String> ITS_OWN =
      List.of("reconciliations.", "events.", "custom_resources");

  private SdkMetrics() {}

  /** Counts into this registry, which has no meters yet: their names are changed from now on. */
  static Metrics into(MeterRegistry registry) {
    registry.config().meterFilter(Prefixed.FILTER);
    return MicrometerMetricsV2.newBuilder(registry)
        .withExecutionTimerConfig(Timer.Builder::publishPercentileHistogram)
        .build();
  }

  private static final class Prefixed implements MeterFilter {

    static final MeterFilter FILTER = new Prefixed();

    @Override
    public Meter.Id map(Meter.Id id) {
      return ITS_OWN.stream().anyMatch(id.getName()::startsWith)
          ? id.withName(PREFIX + id.getName())
          : id;
    }
  }
}
