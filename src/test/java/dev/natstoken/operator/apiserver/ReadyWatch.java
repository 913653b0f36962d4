package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sees each status that is written, however short it lasts. */
final class ReadyWatch implements Watcher<NatsTokenAuth>, AutoCloseable {

  private final List<String> whileNotReady = new CopyOnWriteArrayList<>();
  private final Watch watch;

  ReadyWatch(Resource<NatsTokenAuth> resource) {
    watch = resource.watch(this);
  }

  /** What Ready said whenever it was not True. */
  List<String> whileNotReady() {
    return List.copyOf(whileNotReady);
  }

  @Override
  public void eventReceived(Action action, NatsTokenAuth resource) {
    Reported.condition(resource, Conditions.READY)
        .filter(c -> !"True".equals(c.getStatus()))
        .map(Condition::getMessage)
        .ifPresent(whileNotReady::add);
  }

  @Override
  public void onClose(WatcherException cause) {
    whileNotReady.add("the watch ended");
  }

  @Override
  public void close() {
    watch.close();
  }
}
