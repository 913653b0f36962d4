package dev.natstoken.operator.bench;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A namespace to measure in, deleted with all that is in it. */
final class Ground implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration SETTLED = Duration.ofSeconds(15);

  private final KubernetesClient client;
  private final String namespace;
  private volatile boolean closed;

  Ground(KubernetesClient client, String purpose) {
    this.client = client;
    this.namespace = "bench-" + purpose + "-" + Long.toString(System.currentTimeMillis(), 36);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    Runtime.getRuntime().addShutdownHook(new Thread(this::abandon));
    // The first pod must not wait for what every namespace gets a little later.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() ->
            client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
  }

  String namespace() {
    return namespace;
  }

  KubernetesClient client() {
    return client;
  }

  GenericKubernetesResource resource(String name, int servers) {
    return AsUser.resource(namespace, name, Map.of("replicas", servers));
  }

  int count() {
    return resources().size();
  }

  /** Waits for all of them, or for as many as the node has room for; returns their number. */
  int awaitReady(int wanted) {
    return Quiet.await(SETTLED, this::ready, ready -> ready >= wanted);
  }

  private int ready() {
    return (int)
        resources().stream()
            .map(r -> StatusFactory.conditionsOf(r.getStatus()))
            .filter(c -> Conditions.isTrue(c, Conditions.READY))
            .count();
  }

  private List<NatsTokenAuth> resources() {
    return client.resources(NatsTokenAuth.class).inNamespace(namespace).list().getItems();
  }

  void deleteResources() {
    client.resources(NatsTokenAuth.class).inNamespace(namespace).delete();
    removePods();
  }

  /** With all pods gone, what is measured next has the machine for itself. */
  private void removePods() {
    Awaitility.await("pods gone")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          if (client.apps().statefulSets().inNamespace(namespace).list().getItems().isEmpty()) {
            // Their clients are gone already: nobody needs the lame duck.
            client.pods().inNamespace(namespace).withGracePeriod(1).delete();
          }
          return client.pods().inNamespace(namespace).list().getItems().isEmpty();
        });
  }

  @Override
  public void close() {
    client.resources(NatsTokenAuth.class).inNamespace(namespace).delete();
    client.apps().statefulSets().inNamespace(namespace).delete();
    removePods();
    client.namespaces().withName(namespace).delete();
    closed = true;
  }

  /** After an interruption the cluster removes what is there, and nobody waits for it. */
  private void abandon() {
    if (!closed) {
      client.namespaces().withName(namespace).delete();
    }
  }
}
