package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that do not say what they think of a token. */
@Tag("api")
class SilentServersIT {

  @Test
  void aFullServerIsReadyAndTheStatusSaysWhatToRaise() throws Exception {
    Map<String, Object> spec = new HashMap<>(RotatingServers.spec(1, "0s"));
    spec.put("limits", Map.of("maxConnections", 3));
    try (TestNamespace namespace = TestNamespace.serving(spec);
        RotatingServers servers = new RotatingServers(namespace)) {
      List<Connection> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(servers.connect(0, namespace.token(), "client-" + i));
      }
      // Another operator knows of no earlier proof.
      namespace.stopOperator();
      namespace.startOperator();
      namespace.awaitUntil("full", r -> verified(r).getReason().equals("Inconclusive"));
      assertThat(verified(namespace.get()).getStatus()).isEqualTo("Unknown");
      assertThat(verified(namespace.get()).getMessage())
          .contains("Pod orders-nats-0", "spec.limits.maxConnections");
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
      for (Connection client : clients) {
        client.close();
      }
      namespace.awaitReady();
    }
  }

  @Test
  void nothingIsPublishedInARotationThatANewServerIsSilentAbout() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      String former = servers.token();
      namespace.servers().freezeNew();
      servers.request("1");
      namespace.awaitUntil(
          "silence is told", r -> verified(r).getMessage().contains("orders-nats-1"));
      assertThat(verified(namespace.get()).getStatus()).isEqualTo("Unknown");
      namespace.operator().awaitReconciliations(2);
      assertThat(Reported.phase(namespace.get())).isEqualTo("Split");
      assertThat(servers.token()).isEqualTo(former);

      namespace.servers().thaw();
      servers.awaitOverlap();
      assertThat(servers.token()).isNotEqualTo(former);
    }
  }

  private static Condition verified(NatsTokenAuth resource) {
    return Reported.condition(resource, Conditions.VERIFIED).orElseThrow();
  }
}
