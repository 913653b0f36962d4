package dev.natstoken.operator.bench;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells each round what is seen of it. The watches are open before any round begins, so that none
 * pays for opening them.
 */
final class Sightings implements AutoCloseable {

  private static final String INSTANCE = "app.kubernetes.io/instance";

  private final Map<String, Round> rounds = new ConcurrentHashMap<>();
  private final List<Watch> watches;

  Sightings(KubernetesClient client, String namespace) {
    watches =
        List.of(
            client
                .apps()
                .statefulSets()
                .inNamespace(namespace)
                .watch(new Seen<StatefulSet>(this::statefulSet)),
            client.pods().inNamespace(namespace).watch(new Seen<Pod>(this::pod)),
            client
                .resources(NatsTokenAuth.class)
                .inNamespace(namespace)
                .watch(new Seen<NatsTokenAuth>(this::resource)));
  }

  /** Begins a round; what carries this name from now on belongs to it. */
  Round begin(String name, int servers) {
    Round round = new Round(servers);
    rounds.put(name, round);
    return round;
  }

  private void statefulSet(StatefulSet set) {
    tell(instance(set), Round::statefulSetSeen);
  }

  private void pod(Pod pod) {
    if (Readiness.isPodReady(pod)) {
      tell(instance(pod), r -> r.podReady(pod.getMetadata().getName()));
    }
  }

  private void resource(NatsTokenAuth resource) {
    if (Conditions.isTrue(StatusFactory.conditionsOf(resource.getStatus()), Conditions.READY)) {
      tell(resource.getMetadata().getName(), Round::resourceReady);
    }
  }

  private void tell(String name, Consumer<Round> sight) {
    Round round = rounds.get(name);
    if (round != null) {
      sight.accept(round);
    }
  }

  private static String instance(HasMetadata object) {
    return object.getMetadata().getLabels().getOrDefault(INSTANCE, "");
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private record Seen<T>(Consumer<T> consumer) implements Watcher<T> {

    @Override
    public void eventReceived(Action action, T object) {
      if (action == Action.ADDED || action == Action.MODIFIED) {
        consumer.accept(object);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("a watch ended, and with it the measurement", cause);
    }
  }
}
