package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Objects that lost the label by which the operator watches, so that it has to read them to know
 * its own, and one that was taken away from its pods.
 */
@EndToEnd
class LostObjectsE2E {

  private static final String LABEL = "app.kubernetes.io/managed-by";
  private static final Map<String, ?> LARGE =
      Map.of("replicas", 2, "limits", Map.of("maxPayload", 4096));
  private static final Map<String, ?> SMALL =
      Map.of("replicas", 2, "limits", Map.of("maxPayload", 2048));

  private final InstalledOperator operator = InstalledOperator.get();
  private final KubernetesClient client = operator.client();

  @Test
  void anObjectGetsItsLabelBackAndNoServerRestarts() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of());
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      String namespace = servers.namespace();
      List<Resource<? extends HasMetadata>> objects =
          List.of(
              client.services().inNamespace(namespace).withName("orders-nats"),
              client.apps().statefulSets().inNamespace(namespace).withName("orders-nats"),
              client
                  .policy()
                  .v1()
                  .podDisruptionBudget()
                  .inNamespace(namespace)
                  .withName("orders-nats"),
              client
                  .network()
                  .v1()
                  .networkPolicies()
                  .inNamespace(namespace)
                  .withName("orders-nats"));
      objects.forEach(LostObjectsE2E::takeLabel);
      objects.forEach(LostObjectsE2E::awaitLabel);
      servers.awaitReady();
      assertThat(servers.podUids()).isEqualTo(pods);
    }
  }

  @Test
  void aConfigurationThatWasLeftBehindIsTakenUpAgain() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(LARGE);
      servers.awaitReady();
      Resource<ConfigMap> first = client.resource(configurations(servers).get(0));
      servers.apply(SMALL);
      Awaitility.await("the next configuration")
          .atMost(Duration.ofSeconds(30))
          .until(() -> configurations(servers).size() == 2);
      takeLabel(first);
      servers.awaitReady();
      assertThat(first.get()).as("the configuration that nobody watches").isNotNull();

      servers.apply(LARGE);
      awaitLabel(first);
      servers.awaitReady();
      servers.assertServing(2);
    }
  }

  /** As kubectl delete --cascade=orphan leaves it, or an operator that ends in a remake. */
  @Test
  void aStatefulSetThatIsGoneComesBackAroundItsServersWithoutARestart() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 2));
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      Resource<StatefulSet> set =
          client.apps().statefulSets().inNamespace(servers.namespace()).withName("orders-nats");
      String before = set.get().getMetadata().getUid();
      set.withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
      StatefulSet made =
          Awaitility.await("another StatefulSet that has taken up the pods")
              .atMost(Duration.ofMinutes(1))
              .until(set::get, s -> isSettled(s, before));
      servers.awaitReady();
      assertThat(servers.podUids()).isEqualTo(pods);
      assertThat(made.getStatus().getUpdatedReplicas()).as("pods as they should be").isEqualTo(2);
      servers.assertServing(2);
    }
  }

  private static boolean isSettled(StatefulSet set, String uidBefore) {
    return set != null
        && !set.getMetadata().getUid().equals(uidBefore)
        && Objects.equals(set.getStatus().getReadyReplicas(), 2)
        && Objects.equals(
            set.getMetadata().getGeneration(), set.getStatus().getObservedGeneration());
  }

  private List<ConfigMap> configurations(TestServers servers) {
    return client
        .configMaps()
        .inNamespace(servers.namespace())
        .withLabel(LABEL)
        .list()
        .getItems()
        .stream()
        .filter(m -> m.getMetadata().getName().startsWith("orders-nats-config-"))
        .toList();
  }

  private static <T extends HasMetadata> void takeLabel(Resource<T> object) {
    AsUser.edit(
        object,
        o -> {
          o.getMetadata().getLabels().remove(LABEL);
          return o;
        });
  }

  private static void awaitLabel(Resource<? extends HasMetadata> object) {
    Awaitility.await("the label is back")
        .atMost(Duration.ofMinutes(1))
        .until(() -> object.get().getMetadata().getLabels().containsKey(LABEL));
  }
}
