package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.observed.Configurations;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The configurations that a StatefulSet had, each with how its pods were replaced. */
final class StrategyWatch implements Watcher<StatefulSet>, AutoCloseable {

  /** One state of it. */
  record Seen(String digest, String strategy) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Watch watch;

  StrategyWatch(Resource<StatefulSet> set) {
    watch = set.watch(this);
  }

  @Override
  public void eventReceived(Action action, StatefulSet set) {
    seen.add(
        new Seen(
            Configurations.digest(set.getSpec().getTemplate().getMetadata()),
            set.getSpec().getUpdateStrategy().getType()));
  }

  /** How its pods were replaced at each change, since it has another configuration than this. */
  List<String> strategiesAfter(String digest) {
    return seen.stream().filter(s -> !s.digest().equals(digest)).map(Seen::strategy).toList();
  }

  @Override
  public void onClose(WatcherException cause) {}

  @Override
  public void close() {
    watch.close();
  }
}
