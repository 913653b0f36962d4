package dev.natstoken.operator.e2e;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.histories.Truth;
import dev.natstoken.operator.histories.Truth.Fault;
import dev.natstoken.operator.histories.Truth.Published;
import dev.natstoken.operator.histories.Truth.Turn;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Notes what the token Secret says and which servers are ready, with the times. */
final class TruthWatch implements AutoCloseable {

  private final List<Published> published = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Consumer<Secret> follower;
  private final List<SharedIndexInformer<?>> informers;

  /** Hands on each Secret before it is noted. */
  TruthWatch(KubernetesClient client, String namespace, Consumer<Secret> follower) {
    this.follower = follower;
    this.informers =
        List.of(
            client
                .secrets()
                .inNamespace(namespace)
                .withName(TestServers.TOKEN_SECRET)
                .inform(new Each<Secret>(this::saw)),
            client.pods().inNamespace(namespace).inform(new Each<Pod>(this::saw)));
  }

  private synchronized void saw(Secret secret, boolean there) {
    if (!there) {
      return;
    }
    String token = SecretText.of(secret, "token");
    if (!tokens.contains(token)) {
      tokens.add(token);
    }
    follower.accept(secret);
    published.add(
        new Published(
            Instant.now(),
            tokens.indexOf(token) + 1,
            Set.of(SecretText.of(secret, "servers").split(",", -1))));
  }

  private synchronized void saw(Pod pod, boolean there) {
    turns.add(
        new Turn(
            Instant.now(),
            pod.getMetadata().getName(),
            there
                && pod.getMetadata().getDeletionTimestamp() == null
                && Readiness.isPodReady(pod)));
  }

  /** Something is broken on purpose until this ends. */
  void during(Runnable fault) {
    Instant from = Instant.now();
    fault.run();
    synchronized (this) {
      faults.add(new Fault(from, Instant.now()));
    }
  }

  /** How many tokens were published so far. */
  synchronized int tokens() {
    return tokens.size();
  }

  /**
   * All that was noted.
   *
   * @param overlap for so long the former token was to get in from the publication of the last on
   * @param finished from when on it was not
   */
  synchronized Truth truth(Duration overlap, Instant finished) {
    Instant overlapEnd =
        published.stream()
            .filter(p -> p.token() == tokens.size())
            .findFirst()
            .orElseThrow()
            .from()
            .plus(overlap);
    return new Truth(
        List.copyOf(published),
        List.copyOf(turns),
        List.copyOf(faults),
        Optional.of(overlapEnd),
        Optional.of(finished));
  }

  private record Each<T>(Saw<T> saw) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      saw.saw(object, true);
    }

    @Override
    public void onUpdate(T before, T object) {
      saw.saw(object, true);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      saw.saw(object, false);
    }
  }

  private interface Saw<T> {
    void saw(T object, boolean there);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
