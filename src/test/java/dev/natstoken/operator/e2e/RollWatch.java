package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sees every change of every pod and remembers how few of them were ready at the worst moment. It
 * can be told to look at each pod that gets ready.
 */
final class RollWatch implements AutoCloseable {

  private final Map<String, Boolean> ready = new HashMap<>();
  private final Consumer<Pod> arrival;
  private final SharedIndexInformer<Pod> informer;
  private int fewest = Integer.MAX_VALUE;

  RollWatch(KubernetesClient client, String namespace, int servers) {
    this(client, namespace, servers, pod -> {});
  }

  RollWatch(KubernetesClient client, String namespace, int servers, Consumer<Pod> arrival) {
    this.arrival = arrival;
    informer =
        client
            .pods()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    saw(pod.getMetadata().getName(), isReady(pod), servers);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    saw(pod.getMetadata().getName(), isReady(pod), servers);
                    if (isReady(pod) && !isReady(before)) {
                      RollWatch.this.arrival.accept(pod);
                    }
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    saw(pod.getMetadata().getName(), false, servers);
                  }
                });
  }

  private synchronized void saw(String name, boolean isReady, int servers) {
    ready.put(name, isReady);
    if (ready.size() == servers) {
      fewest = Math.min(fewest, (int) ready.values().stream().filter(r -> r).count());
    }
  }

  synchronized int fewestReady() {
    return fewest;
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  @Override
  public void close() {
    informer.close();
  }
}
