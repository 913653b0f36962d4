package dev.natstoken.operator.bench;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * A resource in a quiet namespace, edited every second: how long until the edit is served? What is
 * edited is an annotation of its Service, so that no server rolls.
 */
final class ScaleCanary implements AutoCloseable {

  static final String NAMESPACE = "canary";
  private static final String NAME = "canary";
  private static final String ANNOTATION = "bench/edit";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesClient client;
  private final DoubleConsumer served;
  private final Thread thread;
  private List<Double> times = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param served is told of each edit that was served, after how many milliseconds
   */
  ScaleCanary(KubernetesClient client, DoubleConsumer served) {
    this.client = client;
    this.served = served;
    ScaleServer.namespace(client, NAMESPACE);
    thread = Thread.ofPlatform().name("canary").start(this::edits);
  }

  /** Times in milliseconds since this was called the last time; one of an edit that waits too. */
  synchronized Optional<Samples> take() {
    Samples samples = new Samples();
    times.forEach(samples::add);
    boolean none = times.isEmpty();
    times = new ArrayList<>();
    return none ? Optional.empty() : Optional.of(samples);
  }

  private void edits() {
    try {
      for (int edit = 1; !closed; edit++) {
        long begin = System.nanoTime();
        write(edit);
        while (!closed && !served(edit)) {
          if (System.nanoTime() - begin > PATIENCE.toNanos()) {
            Progress.say("the canary waits for longer than " + PATIENCE);
            break;
          }
          Thread.sleep(POLL);
        }
        if (!closed) {
          double millis = (System.nanoTime() - begin) / 1e6;
          note(millis);
          served.accept(millis);
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void note(double millis) {
    times.add(millis);
  }

  private void write(int edit) {
    client
        .resource(
            AsUser.resource(
                NAMESPACE,
                NAME,
                Map.of("service", Map.of("annotations", Map.of(ANNOTATION, "" + edit)))))
        .fieldManager("canary")
        .forceConflicts()
        .serverSideApply();
  }

  private boolean served(int edit) {
    return client.services().inNamespace(NAMESPACE).list().getItems().stream()
        .map(Service::getMetadata)
        .anyMatch(m ->
            m.getAnnotations() != null
                && Integer.toString(edit).equals(m.getAnnotations().get(ANNOTATION)));
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
