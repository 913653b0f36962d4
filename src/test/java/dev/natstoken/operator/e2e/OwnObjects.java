package dev.natstoken.operator.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** Objects of every kind that the operator makes, in one namespace. */
record OwnObjects(KubernetesClient client, String namespace) {

  private static final String LABEL = "app.kubernetes.io/managed-by";

  /** Each as kind/name. */
  List<String> names() {
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
        .flatMap(List::stream)
        .map(o -> o.getKind() + "/" + o.getMetadata().getName())
        .toList();
  }
}
