package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/**
 * Probes of the monitoring port. The paths are those of the official chart: a server that catches
 * up with JetStream is alive, but not ready. The start is looked at every second because a server
 * is up within milliseconds.
 */
final class KubeletProbes {

  private KubeletProbes() {}

  /**
   * A server that stores has started when each of its streams and consumers is current. As a roll
   * waits for that, a stream with three replicas never has two of them behind. Catching up with
   * much data takes its time; a restart would only begin it anew. The first look is late because
   * nats-server calls itself healthy for up to 0.4 s (measured with 2.12 and 2.15) between its
   * first contact with the others and its look at what it lacks. One that stores alone has nobody
   * to catch up with, and its clients wait for it.
   */
  static Probe startup(ServerSet set) {
    if (set.storesAlone()) {
      return probe("/healthz", 1, 5, 3600);
    }
    return set.features().jetstream().isPresent()
        ? new ProbeBuilder(probe("/healthz", 2, 5, 1800)).withInitialDelaySeconds(10).build()
        : probe("/healthz?js-server-only=true", 1, 5, 120);
  }

  static Probe readiness() {
    return probe("/healthz?js-server-only=true", 5, 5, 3);
  }

  /** Patient: a server that works on many logins answers late, and its restart brings more. */
  static Probe liveness() {
    return probe("/healthz?js-enabled-only=true", 30, 30, 3);
  }

  private static Probe probe(
      String path, int periodSeconds, int timeoutSeconds, int failureThreshold) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("monitor"))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(timeoutSeconds)
        .withSuccessThreshold(1)
        .withFailureThreshold(failureThreshold)
        .build();
  }
}
