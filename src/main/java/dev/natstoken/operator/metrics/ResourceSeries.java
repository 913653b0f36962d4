package dev.natstoken.operator.metrics;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The metrics of each resource.
 *
 * <ol>
 *   <li>They are made from the statuses in the cache at each scrape, so nothing is left of a
 *       resource that is gone, and nothing has to be kept up to date.
 *   <li>A resource has a bounded number of series, whatever stands in it: one per known type of
 *       condition, and one of each other metric.
 *   <li>Only so many resources have any, the first by namespace and name; how many have none is a
 *       metric, too.
 * </ol>
 */
public final class ResourceSeries implements MultiCollector {

  private static final List<Metric> METRICS =
      Arrays.stream(Metric.values()).filter(m -> m.kind() == Metric.Kind.RESOURCE).toList();

  private static final Comparator<NatsTokenAuth> BY_NAME =
      Comparator.<NatsTokenAuth, String>comparing(r -> r.getMetadata().getNamespace())
          .thenComparing(r -> r.getMetadata().getName());

  private final Supplier<Stream<NatsTokenAuth>> resources;
  private final int most;
  private final Function<String, Optional<Instant>> lastProof;

  /**
   * The series of these resources, which are asked for at each scrape.
   *
   * @param most so many resources have metrics of their own
   * @param lastProof when all servers of the resource with this UID were last found proved
   */
  public ResourceSeries(
      Supplier<Stream<NatsTokenAuth>> resources,
      int most,
      Function<String, Optional<Instant>> lastProof) {
    this.resources = resources;
    this.most = most;
    this.lastProof = lastProof;
  }

  @Override
  public MetricSnapshots collect() {
    Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
    METRICS.forEach(m -> gauges.put(m, GaugeSnapshot.builder().name(m.title()).help(m.help())));
    resources.get().sorted(BY_NAME).limit(most).forEach(resource -> add(gauges, resource));
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    return all.build();
  }

  @Override
  public List<String> getPrometheusNames() {
    return METRICS.stream().map(Metric::title).toList();
  }

  private void add(Map<Metric, GaugeSnapshot.Builder> gauges, NatsTokenAuth resource) {
    var metadata = resource.getMetadata();
    Labels names =
        Labels.of(Metric.OF_THE_RESOURCE, List.of(metadata.getNamespace(), metadata.getName()));
    Sample.of(resource, lastProof.apply(metadata.getUid()))
        .forEach(sample ->
            gauges
                .get(sample.metric())
                .dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(names.merge(Labels.of(sample.metric().labels(), sample.labels())))
                        .value(sample.value())
                        .build()));
  }
}
