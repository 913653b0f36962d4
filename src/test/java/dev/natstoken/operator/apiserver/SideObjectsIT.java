package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.nats.probe.Logins;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects beside the servers that the API server refuses. */
@Tag("api")
class SideObjectsIT {

  private static final Map<String, ?> AT_ONCE = Map.of("overlap", "0s");

  @Test
  void aNodePortThatIsTakenIsToldAndHoldsNoRotationUp() throws IOException {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("rotation", AT_ONCE))) {
      Service other = (Service) namespace.create(nodePortService());
      int taken = other.getSpec().getPorts().get(0).getNodePort();
      namespace.apply(
          Map.of("rotation", AT_ONCE, "service", Map.of("type", "NodePort", "nodePort", taken)));
      assertThat(namespace.awaitStalled("WriteRefused").getMessage())
          .contains("provided port is already allocated");

      String former = namespace.token();
      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitUntil(
          "the new token is in use",
          r -> r.getStatus().token().generation() == 2 && r.getStatus().readyReplicas() == 1);
      assertThat(isAccepted(namespace, namespace.token())).isTrue();
      assertThat(isAccepted(namespace, former)).isFalse();
      namespace.awaitStalled("WriteRefused");

      namespace.object(Service.class, other.getMetadata().getName()).delete();
      namespace.awaitReady();
    }
  }

  /** As after an upgrade from a version that did not say what is spoken. */
  @Test
  void whatIsSpokenAtAPortIsSaidOfAServiceThatDidNotSayItAndNothingRestarts() {
    Map<String, ?> spec =
        Map.of("websocket", Map.of("enabled", true), "leafNodes", Map.of("enabled", true));
    try (TestNamespace namespace = TestNamespace.serving(spec, "1s")) {
      Map<String, String> servers = namespace.podUids();
      for (String name : List.of("orders-nats", "orders-nats-headless")) {
        assertThat(protocols(namespace, name)).contains("websocket=http", "leafnodes=tcp");
        namespace.edit(
            Service.class,
            name,
            s -> {
              s.getSpec().getPorts().forEach(p -> p.setAppProtocol(null));
              return s;
            });
        TestNamespace.await("protocols of " + name)
            .untilAsserted(() ->
                assertThat(protocols(namespace, name))
                    .contains("nats=tcp", "websocket=http", "leafnodes=tcp")
                    .allSatisfy(p -> assertThat(p).doesNotEndWith("null")));
      }
      namespace.operator().awaitReconciliations(1);
      assertThat(namespace.podUids()).isEqualTo(servers);
    }
  }

  private static List<String> protocols(TestNamespace namespace, String name) {
    return namespace.object(Service.class, name).get().getSpec().getPorts().stream()
        .map(p -> p.getName() + "=" + p.getAppProtocol())
        .toList();
  }

  private static boolean isAccepted(TestNamespace namespace, String token) throws IOException {
    return Logins.isAccepted(
        namespace.servers().address("orders-nats-0"), 4222, Optional.of(token));
  }

  private static Service nodePortService() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("other")
        .endMetadata()
        .withNewSpec()
        .withType("NodePort")
        .addNewPort()
        .withPort(80)
        .endPort()
        .endSpec()
        .build();
  }
}
