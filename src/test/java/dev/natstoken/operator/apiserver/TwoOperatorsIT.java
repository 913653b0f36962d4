package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.kube.NamespaceLeases;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two installations of the operator watch one namespace. */
@Tag("api")
class TwoOperatorsIT {

  private static final String NEW_PLACE = "ops-of-tomorrow";

  /** Each would name its own namespace in the NetworkPolicy, over the other's, without end. */
  @Test
  void theSecondStandsBackAndSaysSoAndGoesOnWhereTheFirstLeft() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      String token = namespace.token();
      Map<String, String> servers = namespace.podUids();
      try (TestOperator second = inTheNewPlace(namespace)) {
        TestNamespace.await("that it says so")
            .untilAsserted(() -> assertThat(namespace.eventReasons()).contains("StandingBack"));
        List<String> writes = namespace.operatorWrites();
        Map<String, String> versions = namespace.versions();
        String resource = namespace.get().getMetadata().getResourceVersion();
        namespace.operator().awaitReconciliations(4);
        second.awaitReconciliations(1);
        assertThat(namespace.operatorWrites()).isEqualTo(writes);
        assertThat(namespace.versions()).isEqualTo(versions);
        assertThat(namespace.get().getMetadata().getResourceVersion()).isEqualTo(resource);
        assertThat(policy(namespace)).doesNotContain(NEW_PLACE);

        namespace.stopOperator();
        TestNamespace.await("the second one at work")
            .untilAsserted(() -> assertThat(policy(namespace)).contains(NEW_PLACE));
        assertThat(holder(namespace)).startsWith(NEW_PLACE + "/");
        namespace.awaitReady();
        assertThat(namespace.token()).isEqualTo(token);
        assertThat(namespace.podUids()).isEqualTo(servers);
        second.assertNoneFailed();

        namespace.startOperator("1s");
        namespace.operator().awaitReconciliations(1);
        assertThat(policy(namespace)).as("the first, which came back").contains(NEW_PLACE);
      }
    }
  }

  @Test
  void oneThatIsGoneWithoutAWordIsFollowedWhenItsTimeIsOver() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.create(
          new LeaseBuilder()
              .withNewMetadata()
              .withName(NamespaceLeases.NAME)
              .endMetadata()
              .withNewSpec()
              .withHolderIdentity("gone/operator\n" + "x".repeat(2000))
              .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
              .withLeaseDurationSeconds(3)
              .endSpec()
              .build());
      namespace.startOperator();
      namespace.apply(Map.of());
      TestNamespace.await("that it says so")
          .untilAsserted(() -> assertThat(namespace.eventReasons()).contains("StandingBack"));
      assertThat(standingBack(namespace)).contains("“gone/operator x").hasSizeLessThan(1024);
      namespace.awaitReady();
      assertThat(holder(namespace)).isEqualTo("default/nats-token-operator");
    }
  }

  private static String standingBack(TestNamespace namespace) {
    return namespace.events().stream()
        .filter(e -> e.getReason().equals("StandingBack"))
        .map(Event::getMessage)
        .findFirst()
        .orElse("");
  }

  private static TestOperator inTheNewPlace(TestNamespace namespace) {
    return new TestOperator(
        Map.of(
            "OPERATOR_NAMESPACE",
            NEW_PLACE,
            "OPERATOR_WATCH_NAMESPACES",
            namespace.name(),
            "OPERATOR_RESYNC",
            "1s"),
        ApiServer.get().client(ApiServer.OPERATOR_AGENT, _ -> {}));
  }

  private static String holder(TestNamespace namespace) {
    return namespace.object(Lease.class, NamespaceLeases.NAME).get().getSpec().getHolderIdentity();
  }

  private static String policy(TestNamespace namespace) {
    return Serialization.asYaml(
        namespace.object(NetworkPolicy.class, "orders-nats").get().getSpec());
  }
}
