package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.kube.ClientPods;
import dev.natstoken.operator.kube.ServedNamespaces;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.observed.ClientPod;
import dev.natstoken.operator.observed.Straggler;
import dev.natstoken.operator.observed.Stragglers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which pod has the address of a client. */
@Tag("api")
class ClientPodsIT {

  /** All clients of the tests have one address, so that two pods with it are no one's. */
  static final String OF_THE_TESTS_CLIENTS = "pods with the address of the tests' clients";

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final TestNamespace namespace = new TestNamespace();
  private final ClientPods pods = new ClientPods(ApiServer.get().client(), new ServedNamespaces());

  @AfterEach
  void close() {
    namespace.close();
  }

  @Test
  void aRunningPodThatHasTheAddressAloneIsFound() {
    run(namespace, "greeter", "10.9.0.1");
    assertThat(find(NOW, "10.9.0.1"))
        .containsExactly(Optional.of(new ClientPod(namespace.name(), "greeter")));
  }

  @Test
  void nothingElseThatHasItIsTakenForTheClient() {
    run(namespace, "one", "10.9.0.1");
    run(namespace, "other", "10.9.0.1");
    run(namespace, "over", "10.9.0.2", "Succeeded");
    namespace.create(
        new PodBuilder(pod("node")).editSpec().withHostNetwork(true).endSpec().build());
    status("node", "10.9.0.3", "Running", namespace);
    try (TestNamespace foreign = new TestNamespace()) {
      run(foreign, "greeter", "10.9.0.4");
      assertThat(
              find(
                  NOW,
                  "10.9.0.1",
                  "10.9.0.2",
                  "10.9.0.3",
                  "10.9.0.4",
                  "",
                  "10.9.0.1,metadata.name=one"))
          .containsOnly(Optional.empty());
    }
  }

  @Test
  void anAddressIsAskedAboutOnceAMinute() {
    assertThat(find(NOW, "10.9.0.1")).containsExactly(Optional.empty());
    run(namespace, "greeter", "10.9.0.1");
    assertThat(find(NOW.plusSeconds(59), "10.9.0.1")).containsExactly(Optional.empty());
    assertThat(find(NOW.plusSeconds(61), "10.9.0.1")).doesNotContain(Optional.empty());
  }

  private List<Optional<ClientPod>> find(Instant now, String... addresses) {
    NatsTokenAuth auth = new NatsTokenAuth();
    auth.getMetadata().setNamespace(namespace.name());
    auth.getMetadata().setName(TestNamespace.NAME);
    List<Straggler> late =
        Stream.of(addresses)
            .map(ip -> new Straggler(new ClientConnection("", ip, "", ""), Optional.empty()))
            .toList();
    return pods.named(new Stragglers(OptionalInt.empty(), late), auth, now).some().stream()
        .map(Straggler::pod)
        .toList();
  }

  /** Has a pod run at this address, as a kubelet would say. */
  static void run(TestNamespace namespace, String name, String address) {
    run(namespace, name, address, "Running");
  }

  private static void run(TestNamespace namespace, String name, String address, String phase) {
    namespace.create(pod(name));
    status(name, address, phase, namespace);
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(name)
        .withImage("any")
        .endContainer()
        .endSpec()
        .build();
  }

  private static void status(String name, String address, String phase, TestNamespace namespace) {
    AsUser.editStatus(
        namespace.object(Pod.class, name),
        pod ->
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase(phase)
                .withPodIP(address)
                .addNewPodIP(address)
                .endStatus()
                .build());
  }
}
