package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.desired.PodMonitor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of one namespace, of the kinds that the operator writes, as they stand. */
final class Snapshots {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Secret.class,
          ConfigMap.class,
          Service.class,
          StatefulSet.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          PodMonitor.class);
  private static final List<String> OF_THE_API_SERVER =
      List.of("resourceVersion", "uid", "creationTimestamp", "generation", "managedFields");

  private final KubernetesClient client;
  private final String namespace;

  Snapshots(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** All objects of the kinds that the operator writes, as kind/name. */
  Map<String, HasMetadata> objects() {
    return KINDS.stream()
        .flatMap(this::list)
        .collect(
            Collectors.toMap(
                o -> o.getKind() + "/" + o.getMetadata().getName(),
                o -> o,
                (a, b) -> a,
                TreeMap::new));
  }

  /** None of a kind that the cluster does not know, which is what most tests have of PodMonitor. */
  private Stream<? extends HasMetadata> list(Class<? extends HasMetadata> type) {
    try {
      return client.resources(type).inNamespace(namespace).list().getItems().stream();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Stream.empty();
      }
      throw e;
    }
  }

  /** What a user could have written: all but what the API server adds. */
  static ObjectNode content(HasMetadata object) {
    ObjectNode tree = Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class);
    tree.remove("status");
    ((ObjectNode) tree.get("metadata")).remove(OF_THE_API_SERVER);
    if (object instanceof Service s && !"None".equals(s.getSpec().getClusterIP())) {
      ((ObjectNode) tree.get("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    if (object instanceof Service) {
      ((ObjectNode) tree.get("spec")).remove("healthCheckNodePort");
      if (!wanted(object, "nodePort")) {
        tree.get("spec").get("ports").forEach(p -> ((ObjectNode) p).remove("nodePort"));
      }
    }
    return tree;
  }

  /** Whether somebody asked for the field; the API server picks its value otherwise. */
  private static boolean wanted(HasMetadata object, String field) {
    return Serialization.asJson(object.getMetadata().getManagedFields())
        .contains("\"f:" + field + "\"");
  }

  Map<String, ObjectNode> contents() {
    Map<String, ObjectNode> contents = new TreeMap<>();
    objects().forEach((key, object) -> contents.put(key, content(object)));
    return contents;
  }

  void assertContents(Map<String, ObjectNode> expected) {
    Map<String, ObjectNode> actual = contents();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.entrySet().removeIf(e -> e.getValue().equals(expected.get(e.getKey())));
    assertThat(actual).as("objects with another content than before").isEmpty();
  }

  /** Identity and version of each object: equal only if nobody wrote to any. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    objects().forEach((key, o) -> versions.put(key, o.getMetadata().getResourceVersion()));
    return versions;
  }
}
