package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.apiserver.ChartLayout;
import dev.natstoken.operator.clients.ClientLibrary;
import dev.natstoken.operator.clients.ClientProcess;
import dev.natstoken.operator.clients.ConnectWith;
import dev.natstoken.operator.clients.Place;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in the layout of the official chart, as somebody else runs them, get our token. */
@EndToEnd
class AttachE2E {

  private static final int SERVERS = 3;
  private static final Map<String, ?> SPEC = Map.of("serverRef", Map.of("name", ChartLayout.SET));

  private final InstalledOperator operator = InstalledOperator.get();
  private final KubernetesClient client = operator.client();
  @TempDir Path folder;

  @Test
  void theyTakeTheTokenFollowItAndStayWhenTheResourceGoes() throws IOException {
    try (TestServers servers = new TestServers(operator)) {
      String namespace = servers.namespace();
      new ChartLayout(client, namespace).install();
      servers.apply(SPEC);
      servers.awaitReady();
      String first = servers.token();
      assertLetInOnly(namespace, first);
      Place place = Place.inCluster(servers.dnsAddress(), namespace, folder.resolve("logs"));
      Path secret =
          SecretFolder.write(folder.resolve("secret"), servers.secret(TestServers.TOKEN_SECRET));
      assertThat(
              ClientProcess.connect(place, ClientLibrary.JAVA, secret, ConnectWith.URL, "attached"))
          .isEqualTo("ok");

      try (RollWatch roll = new RollWatch(client, namespace, SERVERS)) {
        servers.requestRotation("1");
        servers.awaitReady(s -> s.token().generation() == 2);
        assertThat(roll.fewestReady()).isEqualTo(SERVERS - 1);
      }
      String second = servers.token();
      assertLetInOnly(namespace, second);
      assertThat(Login.isAccepted(TestServers.host(pods(namespace).get(0)), first)).isFalse();

      Set<String> before = uids(pods(namespace));
      servers.delete();
      Awaitility.await("the token Secret is gone")
          .atMost(Duration.ofMinutes(1))
          .until(() -> servers.secret(TestServers.TOKEN_SECRET) == null);
      assertThat(uids(pods(namespace))).isEqualTo(before);
      client.resource(pods(namespace).get(0)).delete();
      Awaitility.await("a server that restarts is ready")
          .atMost(Duration.ofMinutes(2))
          .until(() -> {
            List<Pod> now = pods(namespace);
            return now.size() == SERVERS
                && !uids(now).equals(before)
                && now.stream().allMatch(Readiness::isPodReady);
          });
      assertLetInOnly(namespace, second);
      client.apps().statefulSets().inNamespace(namespace).withName(ChartLayout.SET).delete();
    }
  }

  @Test
  void aRivalInItsConfigurationIsNamedAndNoServerIsRestarted() {
    try (TestServers servers = new TestServers(operator)) {
      String namespace = servers.namespace();
      ChartLayout chart = new ChartLayout(client, namespace);
      chart.install();
      servers.apply(SPEC);
      servers.awaitReady();
      String token = servers.token();
      Set<String> before = uids(pods(namespace));
      String rival = "  \"authorization\": {\"user\": \"u\", \"password\": \"p\"},";
      chart.addToConfig(rival);
      servers.requestRotation("1");
      assertThat(servers.awaitStalled("ServerConfiguration").getMessage())
          .contains(ChartLayout.CONFIG, "authorization");
      assertThat(uids(pods(namespace))).isEqualTo(before);
      assertThat(servers.token()).isEqualTo(token);
      assertLetInOnly(namespace, token);

      chart.removeFromConfig(rival);
      servers.awaitReady(s -> s.token().generation() == 2);
      assertLetInOnly(namespace, servers.token());
      client.apps().statefulSets().inNamespace(namespace).withName(ChartLayout.SET).delete();
    }
  }

  @Test
  void serversThatWaitForDeletionKeepTheirTokenUntilTheyRollByThemselves() {
    try (TestServers servers = new TestServers(operator)) {
      String namespace = servers.namespace();
      new ChartLayout(client, namespace).install();
      servers.apply(SPEC);
      servers.awaitReady();
      String token = servers.token();
      updateStrategy(namespace, "OnDelete");
      servers.requestRotation("1");
      assertThat(servers.awaitStalled("ServersNotRolled").getMessage())
          .contains("OnDelete", "no other token is published");
      assertThat(servers.token()).isEqualTo(token);
      assertLetInOnly(namespace, token);

      updateStrategy(namespace, "RollingUpdate");
      servers.awaitReady(s -> s.token().generation() == 2);
      assertLetInOnly(namespace, servers.token());
      client.apps().statefulSets().inNamespace(namespace).withName(ChartLayout.SET).delete();
    }
  }

  private void updateStrategy(String namespace, String type) {
    AsUser.edit(
        client.apps().statefulSets().inNamespace(namespace).withName(ChartLayout.SET),
        s ->
            new StatefulSetBuilder(s)
                .editSpec()
                .withNewUpdateStrategy()
                .withType(type)
                .endUpdateStrategy()
                .endSpec()
                .build());
  }

  private void assertLetInOnly(String namespace, String token) {
    List<Pod> pods = pods(namespace);
    assertThat(pods).hasSize(SERVERS);
    for (Pod pod : pods) {
      assertThat(Login.isAccepted(TestServers.host(pod), token)).as("the token").isTrue();
      assertThat(Login.isAccepted(TestServers.host(pod), null)).as("none").isFalse();
      assertThat(Login.isAccepted(TestServers.host(pod), token + "x")).as("another").isFalse();
    }
  }

  private List<Pod> pods(String namespace) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/instance", ChartLayout.SET)
        .list()
        .getItems();
  }

  private static Set<String> uids(List<Pod> pods) {
    return pods.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
