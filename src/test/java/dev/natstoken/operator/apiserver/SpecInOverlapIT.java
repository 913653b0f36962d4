package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hand is laid on things while both tokens work: none of them loses its last server. */
@Tag("api")
class SpecInOverlapIT {

  @Test
  void aSetShrinksOnlyToServersOfWhichSomeHaveTheNewToken() {
    try (RotatingServers servers = inOverlap(4)) {
      String former = servers.secret("previous-token");
      servers.namespace().apply(RotatingServers.spec(2, "1h"));
      servers.namespace().awaitUntil("two servers", r -> servers.replicas() == 2);
      servers.namespace().awaitUntil("two pods", r -> r.getStatus().replicas() == 2);
      assertThat(Reported.phase(servers.namespace().get())).isEqualTo("Overlap");
      assertThat(servers.hosts()).containsExactly("orders-nats-1");
      assertThat(servers.accepting(former)).containsExactly(0);
      assertThat(servers.accepting(servers.token())).containsExactly(1);
    }
  }

  @Test
  void aChangeThatWouldTakeTheOnlyNewServerWaitsAndSaysSo() {
    try (RotatingServers servers = inOverlap(2)) {
      TestNamespace namespace = servers.namespace();
      String former = servers.secret("previous-token");
      PodTemplateSpec before = servers.set().getSpec().getTemplate();
      namespace.apply(changed(2));
      NatsTokenAuth resource =
          namespace.awaitUntil(
              "it waits", r -> message(r, Conditions.RECONCILING).contains("waits"));
      assertThat(Reported.isTrue(resource, Conditions.READY)).isTrue();
      assertThat(servers.set().getSpec().getTemplate()).isEqualTo(before);
      // What harms no server follows all the same.
      TestNamespace.await("no NetworkPolicy")
          .until(() -> namespace.object(NetworkPolicy.class, "orders-nats").get() == null);

      // With a third server there is one to stand in.
      namespace.apply(changed(3));
      namespace.awaitUntil(
          "the changed configuration",
          r ->
              namespace.configMap() != null
                  && namespace.configMap().getData().get("nats.conf").contains("2048"));
      namespace.awaitUntil("three servers", r -> r.getStatus().readyReplicas() == 3);
      assertThat(Reported.phase(namespace.get())).isEqualTo("Overlap");
      assertThat(servers.accepting(former)).containsExactly(0);
      assertThat(servers.accepting(servers.token())).containsExactly(1, 2);
    }
  }

  @Test
  void aStatefulSetThatLosesItsLabelGetsItBackAndBothTokensStay() {
    try (RotatingServers servers = inOverlap(2)) {
      TestNamespace namespace = servers.namespace();
      String former = servers.secret("previous-token");
      namespace.edit(
          StatefulSet.class,
          "orders-nats",
          s -> new StatefulSetBuilder(s).editMetadata().withLabels(Map.of()).endMetadata().build());
      TestNamespace.await("the label")
          .until(() -> !servers.set().getMetadata().getLabels().isEmpty());
      namespace.operator().awaitReconciliations(1);
      servers.awaitOverlap();
      assertThat(servers.accepting(former)).containsExactly(0);
      assertThat(servers.accepting(servers.token())).containsExactly(1);
    }
  }

  private static RotatingServers inOverlap(int replicas) {
    RotatingServers servers = RotatingServers.serving(replicas, "1h");
    servers.request("1");
    servers.awaitOverlap();
    return servers;
  }

  /** Another limit, and no NetworkPolicy. */
  private static Map<String, ?> changed(int replicas) {
    Map<String, Object> spec = new HashMap<>(RotatingServers.spec(replicas, "1h"));
    spec.put("limits", Map.of("maxPayload", 2048));
    spec.put("networkPolicy", Map.of("enabled", false));
    return spec;
  }

  private static String message(NatsTokenAuth resource, String type) {
    return Reported.condition(resource, type).map(Condition::getMessage).orElse("");
  }
}
