package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A token for another namespace, with the rights that the chart gives for all namespaces. Its
 * servers are not waited for: a token goes on as soon as it is published.
 */
@EndToEnd
class AccessE2E {

  private final KubernetesClient client = InstalledOperator.get().client();

  @Test
  void aNamespaceGetsTheTokenWhileItsLabelsAllowIt() {
    try (TestServers servers = new TestServers(InstalledOperator.get());
        TestServers clients = new TestServers(InstalledOperator.get())) {
      servers.apply(
          Map.of(
              "allowedNamespaces",
              Map.of("selector", Map.of("matchLabels", Map.of("team", clients.namespace())))));
      ask(servers, clients);
      await("refused", () -> "AccessNotAllowed".equals(reason(clients)));
      label(clients, clients.namespace());
      await("allowed by its labels", () -> hasToken(servers, clients));
      label(clients, "another");
      await("allowed no more", () -> copy(clients) == null);
    }
  }

  private void ask(TestServers servers, TestServers clients) {
    GenericKubernetesResource access =
        AsUser.resource(
            clients.namespace(),
            "orders",
            Map.of("authRef", Map.of("namespace", servers.namespace(), "name", "orders")));
    access.setKind("NatsTokenAccess");
    client.resource(access).create();
  }

  private void label(TestServers clients, String team) {
    Namespace labelled =
        AsUser.edit(
            client.namespaces().withName(clients.namespace()),
            old ->
                new NamespaceBuilder(old)
                    .editMetadata()
                    .addToLabels("team", team)
                    .endMetadata()
                    .build());
    assertThat(labelled.getMetadata().getLabels()).containsEntry("team", team);
  }

  private Resource<NatsTokenAccess> access(TestServers clients) {
    return client
        .resources(NatsTokenAccess.class)
        .inNamespace(clients.namespace())
        .withName("orders");
  }

  private String reason(TestServers clients) {
    return Conditions.find(
            access(clients).get().statusOrNone().conditionsOrEmpty(), Conditions.READY)
        .map(c -> c.getReason())
        .orElse("");
  }

  private Secret copy(TestServers clients) {
    return client.secrets().inNamespace(clients.namespace()).withName("orders").get();
  }

  private boolean hasToken(TestServers servers, TestServers clients) {
    Secret copy = copy(clients);
    Secret published =
        client.secrets().inNamespace(servers.namespace()).withName(TestServers.TOKEN_SECRET).get();
    if (copy == null || published == null) {
      return false;
    }
    Map<String, String> expected = new HashMap<>(published.getData());
    expected.keySet().retainAll(TokenSecret.FOR_CLIENTS);
    return expected.equals(copy.getData());
  }

  private static void await(String what, Callable<Boolean> holds) {
    Awaitility.await(what)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(holds);
  }
}
