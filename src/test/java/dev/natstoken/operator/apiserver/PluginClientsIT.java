package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.InThread;
import dev.natstoken.operator.Kubectl;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nats.client.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What kubectl natstoken knows of clients, and the client that it starts. */
@Tag("api")
@ResourceLock(ClientPodsIT.OF_THE_TESTS_CLIENTS)
class PluginClientsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whoeverIsLateIsFoundAndRestartedWhenThatIsMeant() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      assertThat(kubectl.natstoken("clients", "orders").done()).contains("nobody is late");
      try (Connection late = servers.connect(0, servers.token(), "greeter | of the shop")) {
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        servers.request("1");
        String address =
            servers.awaitOverlap(1).getStatus().rotation().stragglers().getFirst().ip();
        runDeployment(namespace, address);

        assertThat(kubectl.natstoken("clients", "orders").done())
            .containsPattern(
                address + " +" + namespace.name() + "/greeter-1-a +Deployment/greeter +java ")
            .contains("greeter   of the shop");
        assertThat(kubectl.natstoken("status", "orders").done())
            .contains("1 connected with the former token", "Prepare > Split > [Overlap] > Finish")
            .contains("servers with the new token: 1 of 2");
        JsonNode clients =
            JSON.readTree(kubectl.natstoken("clients", "orders", "-o", "json").done());
        assertThat(clients.at("/late").asInt()).isOne();
        assertThat(clients.at("/clients/0/owner").asText()).isEqualTo("Deployment/greeter");

        assertThat(kubectl.natstoken("clients", "orders", "--restart").refused())
            .contains("Deployment/greeter", "--yes");
        assertThat(restartedAt(namespace)).isNull();
        kubectl.natstoken("clients", "orders", "--restart", "--yes").done();
        assertThat(restartedAt(namespace)).isNotNull();
      }
    }
  }

  /** Here nobody could find it by its address, which two pods have. */
  @Test
  void thePodThatTheStatusNamesIsTakenAndNoClientNamesOne() throws Exception {
    String address = "10.9.7.1";
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      runDeployment(namespace, address);
      ClientPodsIT.run(namespace, "other", address);
      report(
          namespace,
          Map.of("ip", address, "namespace", namespace.name(), "pod", "greeter-1-a"),
          Map.of("ip", address, "namespace", namespace.name(), "pod", "left-1-b"),
          Map.of("ip", address, "language", "go|" + namespace.name() + "|other|", "name", "a|b"));
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());

      assertThat(kubectl.natstoken("status", "orders").done())
          .containsPattern(address + " +" + namespace.name() + "/greeter-1-a ")
          .containsPattern(address + " +- +go");
      assertThat(kubectl.natstoken("clients", "orders").done())
          .containsPattern(address + " +" + namespace.name() + "/greeter-1-a +Deployment/greeter ")
          .containsPattern(address + " +" + namespace.name() + "/left-1-b +\\(gone\\)")
          .containsPattern(address + " +no pod: a node or a proxy\\? +- +go");
      JsonNode clients = JSON.readTree(kubectl.natstoken("clients", "orders", "-o", "json").done());
      assertThat(clients.at("/clients/0/owner").asText()).isEqualTo("Deployment/greeter");
      assertThat(clients.at("/clients/1/pod").asText()).isEqualTo("left-1-b");
      assertThat(clients.at("/clients/1/owner").isNull()).isTrue();
      assertThat(clients.at("/clients/2/pod").isNull()).isTrue();
      assertThat(kubectl.natstoken("clients", "orders", "--restart").refused())
          .containsOnlyOnce("Restart these by yourself")
          .containsPattern(
              "These would be restarted:\n +" + namespace.name() + " Deployment/greeter\n");
    }
  }

  /** Says of an overlap what the operator would, were it there. */
  private static void report(TestNamespace namespace, Map<?, ?>... stragglers) {
    PluginStatusIT.putStatus(
        namespace,
        Map.of("rotation", Map.of("phase", "Overlap", "stragglers", List.of(stragglers))));
  }

  private static String restartedAt(TestNamespace namespace) {
    var annotations =
        namespace
            .object(Deployment.class, "greeter")
            .get()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? null : annotations.get("kubectl.kubernetes.io/restartedAt");
  }

  /** A Deployment with one pod, at this address, as its controllers would make them. */
  private static void runDeployment(TestNamespace namespace, String address) {
    var template =
        new PodBuilder()
            .withNewMetadata()
            .addToLabels("app", "greeter")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("greeter")
            .withImage("any")
            .endContainer()
            .endSpec()
            .build();
    HasMetadata deployment =
        namespace.create(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("greeter")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "greeter")
                .endSelector()
                .withNewTemplate()
                .withMetadata(template.getMetadata())
                .withSpec(template.getSpec())
                .endTemplate()
                .endSpec()
                .build());
    HasMetadata replicas =
        namespace.create(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("greeter-1")
                .withOwnerReferences(owner(deployment))
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "greeter")
                .endSelector()
                .withNewTemplate()
                .withMetadata(template.getMetadata())
                .withSpec(template.getSpec())
                .endTemplate()
                .endSpec()
                .build());
    namespace.create(
        new PodBuilder(template)
            .editMetadata()
            .withName("greeter-1-a")
            .withOwnerReferences(owner(replicas))
            .endMetadata()
            .build());
    AsUser.editStatus(
        namespace.object(Pod.class, "greeter-1-a"),
        pod ->
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .addNewPodIP(address)
                .endStatus()
                .build());
  }

  private static OwnerReference owner(HasMetadata of) {
    return new OwnerReferenceBuilder()
        .withApiVersion(of.getApiVersion())
        .withKind(of.getKind())
        .withName(of.getMetadata().getName())
        .withUid(of.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** No kubelet runs it here, so it is looked at while it waits, and goes when the wait is over. */
  @Test
  void thePodOfAClientIsRestrictedHoldsNoTokenAndGoes() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      restrict(namespace);
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      var connecting =
          InThread.get(() ->
              kubectl.natstoken(
                  "connect",
                  "orders",
                  "--timeout",
                  "20s",
                  "--labels",
                  "team=shop",
                  "--",
                  "nats",
                  "rtt"));
      TestNamespace.await("the pod").until(() -> pods(namespace).size() == 1);
      Pod pod = pods(namespace).getFirst();
      var container = pod.getSpec().getContainers().getFirst();
      assertThat(pod.getSpec().getContainers()).hasSize(1);
      assertThat(container.getImage()).isEqualTo("natsio/nats-box:0.19.7");
      assertThat(container.getCommand()).startsWith("sh", "-c").endsWith("sh", "nats", "rtt");
      assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getMetadata().getLabels()).containsEntry("team", "shop");
      assertThat(Serialization.asYaml(pod)).doesNotContain(namespace.token());

      assertThat(connecting.join().refused()).contains("timed out");
      TestNamespace.await("it goes").until(() -> pods(namespace).isEmpty());
    }
  }

  private static List<Pod> pods(TestNamespace namespace) {
    return ApiServer.get()
        .client()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("app.kubernetes.io/managed-by", "kubectl-natstoken")
        .list()
        .getItems();
  }

  private static void restrict(TestNamespace namespace) {
    AsUser.edit(
        ApiServer.get().client().resources(Namespace.class).withName(namespace.name()),
        n -> {
          n.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
          return n;
        });
  }
}
