package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of every kind that the operator makes, in one namespace. */
record OwnObjects(KubernetesClient client, String namespace) {

  private static final String LABEL = "app.kubernetes.io/managed-by";

  /** Each as kind/name. */
  List<String> names() {
    return stream().map(OwnObjects::name).toList();
  }

  /** The version of each by its name. */
  Map<String, String> versions() {
    return stream()
        .collect(Collectors.toMap(OwnObjects::name, o -> o.getMetadata().getResourceVersion()));
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  Stream<HasMetadata> stream() {
    return Stream.<List<? extends HasMetadata>>of(
            client.secrets().inNamespace(namespace).withLabel(LABEL).list().getItems(),
            client.configMaps().inNamespace(namespace).withLabel(LABEL).list().getItems(),
            client.services().inNamespace(namespace).withLabel(LABEL).list().getItems(),
            client.apps().statefulSets().inNamespace(namespace).withLabel(LABEL).list().getItems(),
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabel(LABEL)
                .list()
                .getItems(),
            client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .withLabel(LABEL)
                .list()
                .getItems(),
            client.pods().inNamespace(namespace).withLabel(LABEL).list().getItems())
        .flatMap(List::stream);
  }
}
