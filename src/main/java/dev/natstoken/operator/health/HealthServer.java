package dev.natstoken.operator.health;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves /livez (see {@link Liveness}) and /readyz (it started and its watches run) on one port,
 * and /metrics on another: what somebody does to the one is nothing to the other. It is started
 * before anything else, so that a slow start is seen as "not ready" and not as "dead".
 */
public final class HealthServer implements AutoCloseable {

  private static final int PROBES_AT_ONCE = 256;

  /** A page of metrics is large, and whoever asks may be slow to take it. */
  private static final int SCRAPES_AT_ONCE = 4;

  private final HttpPort probes;
  private final HttpPort metrics;

  /**
   * Listens from now on.
   *
   * @param probePort for the kubelet; 0 for any
   * @param metricsPort for scrapers; 0 for any
   */
  public HealthServer(
      int probePort,
      int metricsPort,
      Supplier<Answer> live,
      BooleanSupplier ready,
      Supplier<String> metrics,
      InstantSource clock)
      throws IOException {
    this.probes =
        new HttpPort(
            "probes",
            probePort,
            new Pages(
                PROBES_AT_ONCE,
                Map.of(
                    "/livez",
                    live,
                    "/readyz",
                    () ->
                        ready.getAsBoolean()
                            ? Answer.ok("ok\n")
                            : Answer.unavailable("starting\n"))),
            clock);
    this.metrics =
        new HttpPort(
            "metrics",
            metricsPort,
            new Pages(SCRAPES_AT_ONCE, Map.of("/metrics", () -> Answer.ok(metrics.get()))),
            clock);
  }

  public int probePort() {
    return probes.port();
  }

  public int metricsPort() {
    return metrics.port();
  }

  @Override
  public void close() {
    probes.close();
    metrics.close();
  }
}
