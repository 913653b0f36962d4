package dev.natstoken.operator.e2e;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Notes when a rotation goes from one phase to the next, to a tenth of a second or so. */
final class PhaseTimes implements AutoCloseable {

  private record Seen(String phase, Instant since) {}

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Seen> seen = new ArrayList<>();
  private final TestServers servers;

  PhaseTimes(TestServers servers) {
    this.servers = servers;
    var _ = clock.scheduleAtFixedRate(this::look, 0, 100, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    String phase = phase(servers.status());
    if (seen.isEmpty() || !seen.get(seen.size() - 1).phase().equals(phase)) {
      seen.add(new Seen(phase, Instant.now()));
    }
  }

  /** After the last one, servers that are too many leave. */
  private static String phase(NatsTokenAuthStatus status) {
    if (status.rotation() != null) {
      return status.rotation().phase();
    }
    return status.conditions().stream()
        .filter(c -> Conditions.RECONCILING.equals(c.getType()))
        .map(Condition::getReason)
        .findFirst()
        .orElse("none");
  }

  /** Each phase with its length, from the request on. */
  synchronized String table(Instant requested) {
    List<String> rows = new ArrayList<>();
    rows.add("| phase | seconds |\n|---|---|");
    Instant before = requested;
    for (int i = 1; i < seen.size(); i++) {
      rows.add(
          "| %s | %s |".formatted(seen.get(i - 1).phase(), seconds(before, seen.get(i).since())));
      before = seen.get(i).since();
    }
    return rows.stream().collect(Collectors.joining("\n"));
  }

  private static String seconds(Instant from, Instant to) {
    return String.format("%.1f", Duration.between(from, to).toMillis() / 1000.0);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
