package dev.natstoken.operator;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Watches that are no longer as they should be, and since when that is known. */
final class LostWatches {

  private final Predicate<InformerHealthIndicator> isRight;
  private final Map<String, Instant> since = new HashMap<>();

  LostWatches(Predicate<InformerHealthIndicator> isRight) {
    this.isRight = isRight;
  }

  /** Those that no longer run. One that lost its connection runs, and tries to connect. */
  static LostWatches ended() {
    return new LostWatches(InformerHealthIndicator::isRunning);
  }

  /** Looks again; an operator that has not begun has none. */
  synchronized Map<String, Instant> look(Optional<Operator> operator, Instant now) {
    Map<String, InformerHealthIndicator> all = operator.map(LostWatches::all).orElse(Map.of());
    since.keySet().removeIf(name -> !all.containsKey(name) || isRight.test(all.get(name)));
    all.forEach((name, watch) -> {
      if (!isRight.test(watch)) {
        since.putIfAbsent(name, now);
      }
    });
    return Map.copyOf(since);
  }

  /** Every watch of the operator, by a name for people. */
  static Map<String, InformerHealthIndicator> all(Operator operator) {
    Map<String, InformerHealthIndicator> all = new HashMap<>();
    operator
        .getRegisteredControllers()
        .forEach(controller ->
            controller
                .getControllerHealthInfo()
                .informerEventSourceHealthIndicators()
                .forEach((source, watches) -> add(source, watches, all)));
    return all;
  }

  private static void add(
      String source,
      InformerWrappingEventSourceHealthIndicator<?> watches,
      Map<String, InformerHealthIndicator> all) {
    watches
        .informerHealthIndicators()
        .forEach((namespace, watch) -> all.put(source + " in " + namespace, watch));
  }
}
