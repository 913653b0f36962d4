package dev.natstoken.operator.health;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Those that run, and since when. */
public final class Reconciliations {

  private final InstantSource clock;
  private final Map<String, Instant> running = new ConcurrentHashMap<>();

  public Reconciliations(InstantSource clock) {
    this.clock = clock;
  }

  /** Begins that of a resource, which has one at a time. */
  public void begin(String resource) {
    running.put(resource, clock.instant());
  }

  public void end(String resource) {
    running.remove(resource);
  }

  public Map<String, Instant> running() {
    return Map.copyOf(running);
  }
}
