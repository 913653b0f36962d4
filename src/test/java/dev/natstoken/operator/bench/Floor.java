package dev.natstoken.operator.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The objects of a resource as the operator left them, ready to be created without it: all at once
 * and with nothing to compute, which is the fastest that anybody could be.
 */
final class Floor {

  private static final String OPERATOR = "nats-token-operator";
  private static final ExecutorService PARALLEL = Executors.newFixedThreadPool(8, Floor::daemon);

  private final KubernetesClient client;
  private final String original;
  private final List<HasMetadata> objects;

  /** Takes the objects of this resource; its name must be a word that occurs nowhere else. */
  Floor(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.original = name;
    this.objects =
        Stream.of(
                client.secrets().inNamespace(namespace),
                client.configMaps().inNamespace(namespace),
                client.services().inNamespace(namespace),
                client.apps().statefulSets().inNamespace(namespace),
                client.policy().v1().podDisruptionBudget().inNamespace(namespace),
                client.network().v1().networkPolicies().inNamespace(namespace))
            .map(kind -> kind.withLabel("app.kubernetes.io/instance", name).list().getItems())
            .flatMap(List::stream)
            .map(HasMetadata.class::cast)
            .map(Floor::fresh)
            .toList();
  }

  private static HasMetadata fresh(HasMetadata object) {
    var metadata = object.getMetadata();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .withLabels(metadata.getLabels())
            .withAnnotations(metadata.getAnnotations())
            .build());
    if (object instanceof StatefulSet set) {
      set.setStatus(null);
    } else if (object instanceof PodDisruptionBudget budget) {
      budget.setStatus(null);
    } else if (object instanceof Service service) {
      service.setStatus(null);
      // A headless one keeps its "None".
      if (!"None".equals(service.getSpec().getClusterIP())) {
        service.getSpec().setClusterIP(null);
        service.getSpec().setClusterIPs(null);
      }
    }
    return object;
  }

  /** The objects under another name, with a label that the operator does not look for. */
  List<HasMetadata> render(String namespace, String name) {
    return objects.stream()
        .map(o -> renamed(o, name))
        .peek(o -> o.getMetadata().setNamespace(namespace))
        .toList();
  }

  private HasMetadata renamed(HasMetadata object, String name) {
    UnaryOperator<String> rename = text -> text.replace(original, name);
    String json = rename.apply(Serialization.asJson(object)).replace(OPERATOR, "bench");
    HasMetadata copy = Serialization.unmarshal(json, object.getClass());
    if (copy instanceof Secret secret) {
      secret
          .getData()
          .replaceAll((key, data) -> {
            byte[] plain = Base64.getDecoder().decode(data);
            String text = rename.apply(new String(plain, StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
          });
    }
    return copy;
  }

  /** Creates them side by side and returns when the API server has answered for all. */
  void create(List<HasMetadata> rendered) {
    CompletableFuture.allOf(
            rendered.stream()
                .map(o -> CompletableFuture.runAsync(() -> client.resource(o).create(), PARALLEL))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "floor");
    thread.setDaemon(true);
    return thread;
  }
}
