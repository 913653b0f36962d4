package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.api.NatsTokenAuth;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Sees each number of servers that a resource shows where a scale subresource reads it. */
final class ReplicasWatch implements Watcher<NatsTokenAuth>, AutoCloseable {

  private static final int ENDED = -1;

  private final Set<Integer> seen = new ConcurrentSkipListSet<>();
  private final Watch watch;

  ReplicasWatch(Resource<NatsTokenAuth> resource) {
    watch = resource.watch(this);
  }

  Set<Integer> seen() {
    return Set.copyOf(seen);
  }

  @Override
  public void eventReceived(Action action, NatsTokenAuth resource) {
    Stream.of(
            resource.specOrDefaults().replicasOrDefault(),
            resource.getStatus().replicas(),
            resource.getStatus().readyReplicas())
        .filter(Objects::nonNull)
        .forEach(seen::add);
  }

  @Override
  public void onClose(WatcherException cause) {
    seen.add(ENDED);
  }

  @Override
  public void close() {
    watch.close();
  }
}
