package dev.natstoken.operator;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches that no longer run, and since when that is known. One that lost its connection is none of
 * them: it runs, and tries to connect.
 */
final class EndedWatches {

  private final Map<String, Instant> since = new HashMap<>();

  /** Looks again; an operator that has not begun has none. */
  synchronized Map<String, Instant> look(Optional<Operator> operator, Instant now) {
    Set<String> ended = new HashSet<>();
    operator.ifPresent(o ->
        o.getRegisteredControllers()
            .forEach(controller ->
                controller
                    .getControllerHealthInfo()
                    .informerEventSourceHealthIndicators()
                    .forEach((source, watches) -> addEnded(source, watches, ended))));
    since.keySet().retainAll(ended);
    ended.forEach(watch -> since.putIfAbsent(watch, now));
    return Map.copyOf(since);
  }

  private static void addEnded(
      String source, InformerWrappingEventSourceHealthIndicator<?> watches, Set<String> ended) {
    watches
        .informerHealthIndicators()
        .forEach((namespace, watch) -> {
          if (!watch.isRunning()) {
            ended.add(source + " in " + namespace);
          }
        });
  }
}
