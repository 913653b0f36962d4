package dev.natstoken.operator.bench;

import dev.natstoken.operator.desired.ConfigurationMap;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.token.TokenHash;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Stands in for the StatefulSet controller, the scheduler, the nodes and the servers of the whole
 * Kubernetes cluster. Pods are there and Ready at once, so that what is measured is the operator
 * and the API server. It holds a few hundred bytes for a pod.
 */
final class Fleet implements AutoCloseable {

  private static final int AT_ONCE = 32;
  private static final int RETRY_MILLIS = 100;

  private final KubernetesClient client;
  private final FleetWrites writes;
  private final FleetServer servers = new FleetServer();
  private final FleetPods pods = new FleetPods(servers.clientPort(), servers.monitorPort());
  private final Map<String, OneSet> sets = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final AtomicInteger addresses = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger ready = new AtomicInteger();
  private final List<Watch> watches;
  private volatile boolean closed;

  private record Running(String revision, String address) {}

  /** What is known of one set; used by one thread at a time. */
  private static final class OneSet {
    private StatefulSet wanted;
    private boolean working;
    private String settled = "";
    private final Map<Integer, Running> pods = new TreeMap<>();
  }

  Fleet(KubernetesClient client) {
    this.client = client;
    this.writes = new FleetWrites(client);
    watches =
        List.of(
            client
                .apps()
                .statefulSets()
                .inAnyNamespace()
                .watch(new Seen<StatefulSet>(this::changed, this::gone)),
            client.pods().inAnyNamespace().watch(new Seen<Pod>(this::leaving, this::lost)));
  }

  /** How many pods are Ready. */
  int ready() {
    return ready.get();
  }

  /** Connections that were made to servers so far. */
  long connections() {
    return servers.connections();
  }

  private void changed(StatefulSet set) {
    String key = key(set.getMetadata().getNamespace(), set.getMetadata().getName());
    OneSet one = sets.computeIfAbsent(key, k -> new OneSet());
    synchronized (one) {
      one.wanted = set;
      work(one);
    }
  }

  private void gone(StatefulSet set) {
    String key = key(set.getMetadata().getNamespace(), set.getMetadata().getName());
    Optional.ofNullable(sets.remove(key))
        .ifPresent(one ->
            Thread.ofVirtual()
                .start(() -> {
                  synchronized (one) {
                    List.copyOf(one.pods.keySet()).forEach(o -> end(set, one, o));
                  }
                }));
  }

  /** Somebody deletes a pod: without a kubelet nobody else would end it. */
  private void leaving(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      Thread.ofVirtual().start(() -> writes.end(pod));
    }
  }

  private void lost(Pod pod) {
    String name = pod.getMetadata().getName();
    int dash = name.lastIndexOf('-');
    String set = name.substring(0, dash);
    OneSet one = sets.get(key(pod.getMetadata().getNamespace(), set));
    String address = pod.getStatus().getPodIP();
    if (one == null || address == null) {
      return;
    }
    synchronized (one) {
      int ordinal = Integer.parseInt(name.substring(dash + 1));
      Running running = one.pods.get(ordinal);
      if (running != null && running.address().equals(address)) {
        forget(one, ordinal);
        one.settled = "";
        Thread.ofVirtual().start(() -> readAgain(pod.getMetadata().getNamespace(), set));
      }
    }
  }

  private void readAgain(String namespace, String set) {
    Optional.ofNullable(client.apps().statefulSets().inNamespace(namespace).withName(set).get())
        .ifPresent(this::changed);
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private void work(OneSet one) {
    if (!one.working) {
      one.working = true;
      Thread.ofVirtual().start(() -> workOff(one));
    }
  }

  private void workOff(OneSet one) {
    while (!closed) {
      StatefulSet set;
      synchronized (one) {
        set = one.wanted;
        one.wanted = null;
        if (set == null) {
          one.working = false;
          return;
        }
      }
      turns.acquireUninterruptibly();
      boolean done;
      try {
        done = settle(set, one);
      } catch (KubernetesClientException e) {
        if (failures.getAndIncrement() == 0) {
          Progress.say("the fleet failed, and tries again: " + e.getMessage());
        }
        done = false;
      } finally {
        turns.release();
      }
      if (!done) {
        again(one, set);
      }
    }
  }

  private static void again(OneSet one, StatefulSet set) {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (one) {
      one.wanted = one.wanted == null ? set : one.wanted;
    }
  }

  /** Brings a set to what its spec says; false if something is missing that it needs. */
  private boolean settle(StatefulSet set, OneSet one) {
    String revision = revision(set);
    int partition = partition(set);
    String aim = set.getMetadata().getGeneration() + revision;
    if (aim.equals(one.settled)) {
      return true;
    }
    Optional<TokenHash> hash = hash(set);
    if (hash.isEmpty()) {
      return false;
    }
    int wanted = set.getSpec().getReplicas();
    for (int ordinal : List.copyOf(one.pods.keySet()).reversed()) {
      boolean old = !one.pods.get(ordinal).revision().equals(revision);
      if (ordinal >= wanted || (old && ordinal >= partition)) {
        end(set, one, ordinal);
      }
    }
    for (int ordinal = 0; ordinal < wanted; ordinal++) {
      if (!one.pods.containsKey(ordinal)) {
        begin(set, one, ordinal, revision, hash.get());
      }
    }
    writes.report(set, revision, partition != 0);
    one.settled = aim;
    return true;
  }

  private void begin(StatefulSet set, OneSet one, int ordinal, String revision, TokenHash hash) {
    int number = addresses.incrementAndGet();
    String address = "127.%d.%d.%d".formatted(64 + (number >> 16), number >> 8 & 255, number & 255);
    String digest =
        set.getSpec().getTemplate().getMetadata().getAnnotations().get(Labels.CONFIG_DIGEST);
    servers.put(
        address,
        new FleetServer.Server(
            "S" + number, digest == null ? "" : digest, hash, set.getSpec().getReplicas() - 1));
    Pod pod = pods.pod(set, ordinal, revision);
    writes.create(pod);
    writes.status(pod, pods.running(pod, address));
    synchronized (one) {
      one.pods.put(ordinal, new Running(revision, address));
    }
    ready.incrementAndGet();
  }

  private void end(StatefulSet set, OneSet one, int ordinal) {
    synchronized (one) {
      forget(one, ordinal);
    }
    writes.delete(set.getMetadata().getNamespace(), set.getMetadata().getName() + "-" + ordinal);
  }

  private void forget(OneSet one, int ordinal) {
    servers.remove(one.pods.remove(ordinal).address());
    ready.decrementAndGet();
  }

  /** The hash in the configuration that the template mounts. */
  private Optional<TokenHash> hash(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(v -> v.getProjected() != null)
        .flatMap(v -> v.getProjected().getSources().stream())
        .filter(s -> s.getConfigMap() != null)
        .findFirst()
        .map(s -> s.getConfigMap().getName())
        .map(name ->
            client.configMaps().inNamespace(set.getMetadata().getNamespace()).withName(name).get())
        .map(ConfigMap::getData)
        .flatMap(data -> NatsConfig.hashIn(data.get(ConfigurationMap.FILE)));
  }

  private static int partition(StatefulSet set) {
    Integer partition = set.getSpec().getUpdateStrategy().getRollingUpdate().getPartition();
    return partition == null ? 0 : partition;
  }

  private static String revision(StatefulSet set) {
    String template = Serialization.asJson(set.getSpec().getTemplate());
    String hash = UUID.nameUUIDFromBytes(template.getBytes(StandardCharsets.UTF_8)).toString();
    return set.getMetadata().getName() + "-" + hash.substring(0, 8);
  }

  private record Seen<T>(Consumer<T> there, Consumer<T> gone) implements Watcher<T> {

    @Override
    public void eventReceived(Action action, T object) {
      switch (action) {
        case ADDED, MODIFIED -> there.accept(object);
        case DELETED -> gone.accept(object);
        case BOOKMARK, ERROR -> {
          // The client connects again by itself.
        }
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("a watch ended, and with it the measurement", cause);
    }
  }

  @Override
  public void close() {
    closed = true;
    watches.forEach(Watch::close);
    servers.close();
  }
}
