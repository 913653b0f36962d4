package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class NetworkPolicyE2E {

  private static final String POLICY = "NetworkPolicy/orders-nats";

  @Test
  void thePolicyGoesAndComesAsAskedAndNoServerRestarts() {
    try (TestServers servers = new TestServers(InstalledOperator.get())) {
      servers.apply(Map.of());
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      assertThat(servers.ownObjects()).contains(POLICY);

      servers.apply(Map.of("networkPolicy", Map.of("enabled", false)));
      awaitPolicies(servers, false);
      servers.apply(Map.of());
      awaitPolicies(servers, true);

      servers.awaitReady();
      servers.assertServing(1);
      assertThat(servers.podUids()).isEqualTo(pods);
    }
  }

  private static void awaitPolicies(TestServers servers, boolean wanted) {
    Awaitility.await(wanted ? "the policy" : "no policy")
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.ownObjects().contains(POLICY) == wanted);
  }
}
