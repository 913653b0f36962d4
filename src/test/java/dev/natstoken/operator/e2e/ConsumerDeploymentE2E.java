package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The example Deployment of docs/clients.md in a namespace that enforces restricted Pod Security.
 */
@EndToEnd
class ConsumerDeploymentE2E {

  private static final Path EXAMPLE = Path.of("docs/examples/consumer-deployment.yaml");
  private static final int SERVERS = 3;
  private static final int PODS = 2;
  private static final Duration OVERLAP = Duration.ofMinutes(30);

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void itAnswersAllThroughARotationWhichEndsEarlyOnceItsPodsAreRestarted() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(
          Map.of("replicas", SERVERS, "rotation", Map.of("overlap", OVERLAP.toMinutes() + "m")));
      servers.awaitReady();
      String former = servers.token();
      var example = applyExample(servers);
      awaitRolledOut(example);
      assertAnswers(servers, 0, former);

      servers.requestRotation("1");
      servers.awaitStatus(s ->
          s.rotation() != null
              && Integer.valueOf(PODS).equals(s.rotation().previousTokenConnections()));
      assertThat(servers.status().rotation().stragglers())
          .extracting(s -> s.name())
          .containsOnly("greeter");
      Instant end = Instant.parse(servers.status().rotation().overlapEndsAt());
      assertThat(servers.token()).isNotEqualTo(former);
      assertAnswers(servers, 0, former);
      assertAnswers(servers, SERVERS - 1, servers.token());

      example.rolling().restart();
      awaitRolledOut(example);
      servers.awaitStatus(s ->
          s.rotation() != null
              && Integer.valueOf(0).equals(s.rotation().previousTokenConnections()));
      assertAnswers(servers, 0, former);
      assertAnswers(servers, SERVERS - 1, servers.token());

      servers.awaitReady(s -> s.rotation() == null);
      assertThat(Duration.between(Instant.now(), end)).isGreaterThan(OVERLAP.dividedBy(2));
      assertThat(servers.tokenGeneration()).isEqualTo(2);
      assertAnswers(servers, 0, servers.token());
      servers.assertRefused(former);
      example.delete();
    }
  }

  private RollableScalableResource<Deployment> applyExample(TestServers servers) {
    try (var file = Files.newInputStream(EXAMPLE)) {
      var deployments = operator.client().apps().deployments().inNamespace(servers.namespace());
      Deployment created = deployments.load(file).create();
      return deployments.withName(created.getMetadata().getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kubectl rollout status} does. */
  private static void awaitRolledOut(RollableScalableResource<Deployment> example) {
    Awaitility.await("rolled out")
        .atMost(Duration.ofMinutes(1))
        .until(() -> isRolledOut(example.get()));
  }

  private static boolean isRolledOut(Deployment deployment) {
    var status = deployment.getStatus();
    return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && Integer.valueOf(PODS).equals(status.getUpdatedReplicas())
        && Integer.valueOf(PODS).equals(status.getAvailableReplicas())
        && Integer.valueOf(PODS).equals(status.getReplicas());
  }

  /** Whichever server its pods are connected to, this one passes on the question. */
  private static void assertAnswers(TestServers servers, int server, String token) {
    String host = TestServers.host(servers.pods().get(server));
    Awaitility.await("an answer")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ask(host, token)).isEqualTo("Hello from Go"));
  }

  private static String ask(String host, String token) throws IOException, InterruptedException {
    try (Connection connection = Login.connect(host, token)) {
      Message answer = connection.request("greet", new byte[0], Duration.ofSeconds(5));
      return answer == null ? null : new String(answer.getData(), StandardCharsets.UTF_8);
    }
  }
}
