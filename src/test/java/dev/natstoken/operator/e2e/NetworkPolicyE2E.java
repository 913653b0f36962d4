package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The network of the development cluster enforces no policy: what one lets in is a matter of the
 * golden files of {@code desired}. Here it comes, changes and goes without harm.
 */
@EndToEnd
class NetworkPolicyE2E {

  private static final String POLICY = "NetworkPolicy/orders-nats";

  private static final Map<String, ?> PEER =
      Map.of("podSelector", Map.of("matchLabels", Map.of("app", "any")));

  @Test
  void thePolicyGoesAndComesAsAskedAndNoServerRestarts() {
    try (TestServers servers = new TestServers(InstalledOperator.get())) {
      servers.apply(Map.of());
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      assertThat(servers.ownObjects()).contains(POLICY);

      servers.apply(Map.of("networkPolicy", Map.of("scrapers", List.of(PEER))));
      awaitRules(servers, 4);
      servers.apply(Map.of("networkPolicy", Map.of("clients", List.of(PEER))));
      awaitRules(servers, 3);
      servers.apply(Map.of("networkPolicy", Map.of("enabled", false)));
      awaitPolicies(servers, false);
      servers.apply(Map.of());
      awaitPolicies(servers, true);

      servers.awaitReady();
      servers.assertServing(1);
      assertThat(servers.podUids()).isEqualTo(pods);
    }
  }

  private static void awaitRules(TestServers servers, int number) {
    Awaitility.await("a policy of " + number + " rules")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            InstalledOperator.get()
                    .client()
                    .network()
                    .v1()
                    .networkPolicies()
                    .inNamespace(servers.namespace())
                    .withName("orders-nats")
                    .get()
                    .getSpec()
                    .getIngress()
                    .size()
                == number);
  }

  private static void awaitPolicies(TestServers servers, boolean wanted) {
    Awaitility.await(wanted ? "the policy" : "no policy")
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.ownObjects().contains(POLICY) == wanted);
  }
}
