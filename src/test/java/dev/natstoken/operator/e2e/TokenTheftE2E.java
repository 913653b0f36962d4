package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.forged.Forged;
import dev.natstoken.operator.forged.StandIn;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Somebody who may create pods and patch their status waits for the token with a stand-in for a
 * server, at the address of the node.
 */
@EndToEnd
class TokenTheftE2E {

  private final InstalledOperator operator = InstalledOperator.get();
  private final KubernetesClient client = operator.client();

  @Test
  void aPodWithTheLabelsOfAServerIsSentNothingAndDisturbsNobody() {
    try (TestServers servers = new TestServers(operator);
        TestServers canary = new TestServers(operator)) {
      canary.apply(Map.of());
      canary.awaitReady();
      servers.apply(Map.of("rotation", Map.of("overlap", "0s")));
      servers.awaitReady();
      Map<String, String> undisturbed = canary.versions();
      Set<String> pods = serverUids(servers);
      String token = servers.token();
      String digest = servers.status().configDigest();
      try (StandIn thief = new StandIn(nodeAddress(), digest)) {
        Pod evil = Forged.pod("evil-7", digest);
        evil.getMetadata().setNamespace(servers.namespace());
        client.resource(Forged.ready(client.resource(evil).create(), nodeAddress())).updateStatus();

        Awaitility.await("the Event about it")
            .atMost(Duration.ofSeconds(30))
            .until(() -> servers.eventReasons().contains("LookalikeIgnored"));
        servers.requestRotation("1");
        servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
        assertThat(thief.told()).as("what the operator told the thief").isEmpty();
        assertThat(Reported.isTrue(servers.get(), Conditions.VERIFIED)).isTrue();
        assertThat(servers.token()).isNotEqualTo(token);
        assertThat(serverUids(servers)).doesNotContainAnyElementsOf(pods);
      }
      assertThat(canary.versions()).isEqualTo(undisturbed);
    }
  }

  private static Set<String> serverUids(TestServers servers) {
    return servers.pods().stream()
        .filter(p -> p.getMetadata().getName().startsWith("orders-nats-"))
        .map(p -> p.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private String nodeAddress() {
    return client.nodes().list().getItems().get(0).getStatus().getAddresses().stream()
        .filter(a -> "InternalIP".equals(a.getType()))
        .map(NodeAddress::getAddress)
        .findFirst()
        .orElseThrow();
  }
}
