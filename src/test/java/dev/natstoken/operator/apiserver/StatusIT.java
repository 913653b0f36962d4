package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What tools read from the status, by the rules of kstatus. */
@Tag("api")
class StatusIT {

  @Test
  void aResourceThatNoOperatorSawCountsAsInProgress() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      assertThat(namespace.get().getStatus().observedGeneration()).isEqualTo(-1);
      assertThat(namespace.get().getStatus().conditions()).isNull();
    }
  }

  @Test
  void aResourceWithoutServersIsReconcilingAndOneThatServesIsReady() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.apply(Map.of("replicas", 2));
      TestNamespace.await("Reconciling")
          .until(() -> Reported.isTrue(namespace.get(), Conditions.RECONCILING));
      Condition ready = Reported.condition(namespace.get(), Conditions.READY).orElseThrow();
      assertThat(ready.getStatus()).isEqualTo("False");
      assertThat(ready.getMessage()).startsWith("0 of 2 servers ready");
      assertThat(namespace.get().getStatus().servers()).isEqualTo("0/2");

      namespace.awaitReady();
      NatsTokenAuthStatus status = namespace.get().getStatus();
      assertThat(status.conditions())
          .extracting(Condition::getType)
          .containsExactly(Conditions.READY, Conditions.VERIFIED);
      assertThat(status.conditions())
          .allSatisfy(c -> assertThat(c.getObservedGeneration()).isEqualTo(1));
      assertThat(status.observedGeneration()).isEqualTo(1);
      assertThat(status.readyReplicas()).isEqualTo(2);
      assertThat(status.servers()).isEqualTo("2/2");
      assertThat(status.binding().name()).isEqualTo(TestNamespace.TOKEN_SECRET);
      assertThat(Serialization.asYaml(namespace.get())).doesNotContain(namespace.token(), "$2a$");
    }
  }

  @Test
  void whatTheClusterCannotGiveIsNamedAndHealedByTakingItBack() {
    Map<String, Map<String, ?>> unfit = new TreeMap<>();
    unfit.put("ipFamilyPolicy", Map.of("ipFamilyPolicy", "RequireDualStack"));
    unfit.put("nodePort", Map.of("type", "NodePort", "nodePort", 1));
    unfit.put(
        "loadBalancerSourceRanges",
        Map.of("type", "LoadBalancer", "loadBalancerSourceRanges", List.of("10.0.0.1/99")));
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      unfit.forEach((field, service) -> {
        namespace.apply(Map.of("service", service));
        assertThat(namespace.awaitStalled("WriteRefused").getMessage()).containsIgnoringCase(field);
        namespace.apply(Map.of());
        namespace.awaitReady();
      });
    }
  }

  @Test
  void theEventOfWhatAPersonMustMendLeadsToTheDocumentationAndTheConditionDoesNot() {
    try (TestNamespace namespace = new TestNamespace();
        TestOperator _ =
            new TestOperator(
                Map.of(
                    "OPERATOR_WATCH_NAMESPACES",
                    namespace.name(),
                    "OPERATOR_TROUBLESHOOTING_URL",
                    "https://docs.example.com/troubleshooting/"),
                ApiServer.get().client(ApiServer.OPERATOR_AGENT))) {
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "absent"))));
      String message = namespace.awaitStalled("ExistingSecretMissing").getMessage();
      assertThat(message).doesNotContain("https://");
      TestNamespace.await("the Event")
          .untilAsserted(() ->
              assertThat(notes(namespace))
                  .contains(
                      "ExistingSecretMissing: "
                          + message
                          + ". See https://docs.example.com/troubleshooting/#existingsecretmissing"));
    }
  }

  private static List<String> notes(TestNamespace namespace) {
    return namespace.events().stream().map(Event::getMessage).toList();
  }

  @Test
  void aStatusThatWasWipedIsRebuilt() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 2), "1s")) {
      String before = withoutTimes(namespace.get());
      NatsTokenAuth stored = AsUser.editStatus(namespace.resource(), StatusIT::wiped);
      assertThat(StatusFactory.conditionsOf(stored.getStatus())).isEmpty();
      TestNamespace.await("the status is back")
          .untilAsserted(() -> assertThat(withoutTimes(namespace.get())).isEqualTo(before));
    }
  }

  private static NatsTokenAuth wiped(NatsTokenAuth resource) {
    NatsTokenAuth wiped = Serialization.clone(resource);
    wiped.setStatus(
        new NatsTokenAuthStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null));
    return wiped;
  }

  private static String withoutTimes(NatsTokenAuth resource) {
    NatsTokenAuth copy = Serialization.clone(resource);
    List<Condition> conditions = StatusFactory.conditionsOf(copy.getStatus());
    conditions.forEach(c -> c.setLastTransitionTime(null));
    return Serialization.asYaml(copy.getStatus()).replaceAll("createdAt: .*", "createdAt: ...");
  }
}
