package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What runs in the pods, and where, in a namespace that enforces restricted Pod Security. */
@EndToEnd
class ServerPodE2E {

  private static final String PRIORITY = "natstoken-e2e";

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void aServerHasNoRightThatItDoesNotNeed() {
    try (TestServers servers = new TestServers(operator)) {
      assertThatThrownBy(() -> operator.client().resource(privilegedPod(servers)).dryRun().create())
          .hasMessageContaining("violates PodSecurity");
      servers.apply("{pod: {resources: {limits: {memory: 100Mi}}}}");
      servers.awaitReady();

      Pod pod = servers.pods().get(0);
      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
      ContainerProcess server = ContainerProcess.ofServer(pod);
      assertThat(server.status("Uid")).isEqualTo("1000 1000 1000 1000");
      assertThat(server.status("Gid")).isEqualTo("1000 1000 1000 1000");
      assertThat(server.status("NoNewPrivs")).isEqualTo("1");
      assertThat(server.status("Seccomp")).as("a filter").isEqualTo("2");
      for (String capabilities : List.of("CapPrm", "CapEff", "CapBnd", "CapAmb")) {
        assertThat(server.status(capabilities)).as(capabilities).isEqualTo("0".repeat(16));
      }
      assertThat(server.mounts())
          .as("a root file system that is read-only")
          .anyMatch(m -> m.matches("\\S+ \\S+ \\S+ \\S+ / ro[, ].*"))
          .as("no token of a service account")
          .noneMatch(m -> m.contains("serviceaccount"));
      assertThat(server.environment())
          .contains("GOMEMLIMIT=" + 100 * 1024 * 1024 / 10 * 9)
          .as("no links to Services, save Kubernetes' own, which cannot be switched off")
          .noneMatch(e -> e.contains("_SERVICE_") && !e.startsWith("KUBERNETES_"));
    }
  }

  @Test
  void everyWishForThePodsIsGrantedAndTakenBackAgain() {
    var priority =
        new PriorityClassBuilder()
            .withNewMetadata()
            .withName(PRIORITY)
            .endMetadata()
            .withValue(1000)
            .build();
    operator.client().resource(priority).serverSideApply();
    try (TestServers servers = new TestServers(operator)) {
      createAccount(servers, "servers");
      servers.apply(
          """
          commonLabels: {unit: a}
          image: {pullSecrets: [{name: registry}]}
          pod:
            labels: {team: shop}
            annotations: {example.com/note: hello}
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{key: dedicated, operator: Exists}]
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                  - matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]
            topologySpreadConstraints: []
            priorityClassName: natstoken-e2e
            serviceAccountName: servers
            runAsUser: 2000
          """);
      servers.awaitReady();
      Pod pod = servers.pods().get(0);
      assertThat(pod.getMetadata().getLabels()).containsEntry("team", "shop");
      assertThat(pod.getMetadata().getLabels()).containsEntry("unit", "a");
      assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.com/note", "hello");
      assertThat(pod.getSpec().getPriority()).isEqualTo(1000);
      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("servers");
      assertThat(pod.getSpec().getImagePullSecrets())
          .extracting(LocalObjectReference::getName)
          .containsExactly("registry");
      assertThat(ContainerProcess.ofServer(pod).status("Uid")).startsWith("2000 ");
      assertThat(ContainerProcess.ofServer(pod).mounts())
          .noneMatch(m -> m.contains("serviceaccount"));
      servers.assertServing(1);

      servers.apply(Map.of());
      servers.awaitReady();
      Pod plain = servers.pods().get(0);
      assertThat(plain.getMetadata().getLabels()).doesNotContainKeys("team", "unit");
      assertThat(plain.getSpec().getPriority()).isZero();
      assertThat(plain.getSpec().getServiceAccountName()).isEqualTo("default");
      assertThat(plain.getSpec().getNodeSelector()).isEmpty();
      assertThat(plain.getSpec().getImagePullSecrets()).isEmpty();
      assertThat(plain.getSpec().getTopologySpreadConstraints()).hasSize(1);
      assertThat(ContainerProcess.ofServer(plain).status("Uid")).startsWith("1000 ");
    } finally {
      operator.client().resource(priority).delete();
    }
  }

  @Test
  void whatIsStoredFollowsTheServersToAnotherUser() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(storing("{}"));
      servers.awaitReady();
      try (Connection client = connect(servers)) {
        client
            .jetStreamManagement()
            .addStream(StreamConfiguration.builder().name("orders").subjects("orders").build());
        publish(client);
      }
      servers.apply(storing("{runAsUser: 2000}"));
      servers.awaitReady();
      assertThat(ContainerProcess.ofServer(servers.pods().get(0)).status("Gid"))
          .startsWith("2000 ");
      try (Connection client = connect(servers)) {
        publish(client);
        assertThat(messages(client)).isEqualTo(2);
      }
      servers.apply(storing("{}"));
      servers.awaitReady();
      assertThat(ContainerProcess.ofServer(servers.pods().get(0)).status("Gid"))
          .startsWith("1000 ");
      try (Connection client = connect(servers)) {
        assertThat(messages(client)).isEqualTo(2);
      }
    }
  }

  /** No platform gives out users here, and the image names none: nothing but root would be left. */
  @Test
  void aUserThatNobodyGivesOutStopsTheRollAtTheFirstServer() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply("{replicas: 2}");
      servers.awaitReady();
      Set<String> before = servers.podUids();
      servers.apply("{replicas: 2, pod: {userFromPlatform: true}}");
      assertThat(servers.awaitStalled("PodsFailing").getMessage()).contains("root");
      assertThat(servers.podUids()).filteredOn(before::contains).hasSize(1);

      servers.apply("{replicas: 2}");
      servers.awaitReady();
      servers.assertServing(2);
    }
  }

  /** A roll that waits for an account is told of, and goes on when it comes. */
  @Test
  void anAccountThatDoesNotExistIsNamed() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply("{pod: {serviceAccountName: absent}}");
      assertThat(servers.awaitStalled("PodsRefused").getMessage()).contains("absent");
      createAccount(servers, "absent");
      servers.awaitReady();
      servers.assertServing(1);
    }
  }

  private void createAccount(TestServers servers, String name) {
    operator
        .client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(servers.namespace())
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  private static Pod privilegedPod(TestServers servers) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(servers.namespace())
        .withName("privileged")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("any")
        .withImage("any")
        .withNewSecurityContext()
        .withPrivileged(true)
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Connection connect(TestServers servers) throws Exception {
    return Login.connect(TestServers.host(servers.pods().get(0)), servers.token());
  }

  private static void publish(Connection client) throws Exception {
    client.jetStream().publish("orders", "one".getBytes(StandardCharsets.UTF_8));
  }

  private static long messages(Connection client) throws Exception {
    JetStreamManagement streams = client.jetStreamManagement();
    return streams.getStreamInfo("orders").getStreamState().getMsgCount();
  }

  private static String storing(String pod) {
    return "{jetstream: {fileStore: {pvc: {size: 64Mi, deletionPolicy: Delete}}}, pod: "
        + pod
        + "}";
  }
}
