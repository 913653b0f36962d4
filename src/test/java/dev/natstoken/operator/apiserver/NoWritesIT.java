package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the operator asks the API server to write, counted there. */
@Tag("api")
@ResourceLock(value = MonitoringCrds.LOCK, mode = ResourceAccessMode.READ)
class NoWritesIT {

  private static final int LOOKS = 5;

  @Test
  void aResourceIsSetUpWithOneWriteForEachObjectOneStatusAndTwoEvents() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(Map.of());
      awaitEvents(namespace, "RolloutStarted", "TokenPublished");
      namespace.operator().awaitReconciliations(2);
      List<String> writes = namespace.operatorWrites();
      assertThat(writes.subList(0, 3))
          .as("before anything uses them")
          .containsExactly("create leases", "patch secrets", "patch secrets");
      assertThat(writes)
          .containsExactlyInAnyOrder(
              "create leases",
              "patch secrets",
              "patch secrets",
              "patch configmaps",
              "patch configmaps",
              "patch services",
              "patch services",
              "patch poddisruptionbudgets",
              "patch networkpolicies",
              "patch statefulsets",
              "patch natstokenauths/status",
              "create events",
              "create events");
    }
  }

  @Test
  void aServingResourceThatIsLookedAtAgainCausesNoWrite() {
    try (TestNamespace namespace = serving()) {
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(LOOKS);
      assertNoWritesSince(before, namespace);
    }
  }

  @Test
  void aRestartedOperatorWritesNothingButThatItLooksAfterTheNamespace() {
    try (TestNamespace namespace = serving()) {
      namespace.stopOperator();
      List<String> before = new ArrayList<>(namespace.operatorWrites());
      before.add("patch leases");
      Map<String, String> versions = namespace.versions();
      namespace.startOperator("1s");
      namespace.operator().awaitReconciliations(LOOKS);
      assertNoWritesSince(before, namespace);
      assertThat(namespace.versions()).isEqualTo(versions);
    }
  }

  @Test
  void aResourceThatWaitsForItsServersCausesNoWrite() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(Map.of("replicas", 3));
      awaitEvents(namespace, "RolloutStarted", "TokenPublished");
      namespace.operator().awaitReconciliations(2);
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(LOOKS);
      assertNoWritesSince(before, namespace);
    }
  }

  @Test
  void aStalledResourceCausesNoWrite() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator("1s");
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      awaitEvents(namespace, "Stalled");
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(LOOKS);
      assertNoWritesSince(before, namespace);
    }
  }

  /** Servers with every optional field set, so that all of it is compared each time. */
  private static TestNamespace serving() {
    TestNamespace namespace = new TestNamespace();
    namespace.startOperator("1s");
    namespace.putSecret(Specs.SECRET, Specs.KEY, Specs.TOKEN);
    namespace.certificates().put(Specs.CERTIFICATE);
    namespace.apply(Specs.everyField());
    namespace.awaitReady();
    awaitEvents(namespace, "Ready", "RolloutStarted", "TokenPublished");
    return namespace;
  }

  private static void assertNoWritesSince(List<String> before, TestNamespace namespace) {
    assertThat(namespace.operatorWrites()).isEqualTo(before);
  }

  private static void awaitEvents(TestNamespace namespace, String... reasons) {
    TestNamespace.await("Events")
        .untilAsserted(() -> assertThat(namespace.eventReasons()).containsExactly(reasons));
  }
}
