package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator's life as a Helm release, and servers in charts of users. The first of those that
 * run alone: the next one installs an operator for all namespaces again.
 */
@EndToEnd
@Isolated("It removes and installs operators.")
@Order(Integer.MIN_VALUE)
@Execution(ExecutionMode.SAME_THREAD)
class HelmReleaseE2E {

  /** Well below the minute that Helm is told to wait at most. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String CHART_OF_A_USER = "src/test/resources/helm/orders";
  private static final String SAME_OWNER = "crds.enabled=false";

  private final InstalledOperator none = new InstalledOperator();
  private final KubernetesClient client = none.client();

  @BeforeAll
  static void removeOtherOperators() {
    InstalledOperator.remove();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm3", "helm4"})
  void noServerRestartsWhileReleasesAreUpgradedRolledBackRemovedAndInstalledAgain(String helm) {
    try (TestServers servers = new TestServers(none);
        TestServers neighbours = new TestServers(none);
        Release release = new Release(client, helm, servers.namespace());
        Release neighbour = new Release(client, helm, neighbours.namespace())) {
      release.apply("resync=1m");
      neighbour.apply(SAME_OWNER);
      servers.apply(Map.of("replicas", 2));
      neighbours.apply(Map.of());
      servers.awaitReady();
      neighbours.awaitReady();
      Set<String> pods = servers.podUids();
      String token = servers.token();

      release.apply("resync=2m", "podAnnotations.upgraded=yes");
      release.awaitReconciliation();
      assertUntouched(servers, pods, token);

      release.rollback();
      release.awaitReconciliation();
      assertUntouched(servers, pods, token);

      release.uninstall();
      assertUntouched(servers, pods, token);
      assertThat(servers.get().getMetadata().getDeletionTimestamp()).isNull();
      servers.assertServing(2);
      neighbours.apply(Map.of("limits", Map.of("maxPayload", 2048)));
      neighbours.awaitReady();
      neighbours.assertServing(1);

      release.apply("resync=1m");
      release.awaitReconciliation();
      servers.awaitReady();
      assertUntouched(servers, pods, token);
    }
  }

  private static void assertUntouched(TestServers servers, Set<String> pods, String token) {
    assertThat(servers.podUids()).isEqualTo(pods);
    assertThat(servers.token()).isEqualTo(token);
  }

  @Test
  void helm4WaitsForTheServersOfAChartAndFailsWhenTheyAreStalled() {
    try (TestServers servers = new TestServers(none);
        Release release = new Release(client, "helm4", servers.namespace())) {
      release.apply();

      install(servers, "spec.replicas=1");
      assertReadyJustNow(servers, 1);

      install(servers, "spec.replicas=2");
      assertReadyJustNow(servers, 2);
      Set<String> pods = servers.podUids();

      Instant start = Instant.now();
      assertThatThrownBy(() -> install(servers, "spec.token.existingSecret.name=absent"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("/orders not ready. status: Failed")
          .hasMessageContaining("Secret absent");
      assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
      servers.awaitStalled("ExistingSecretMissing");
      assertThat(servers.podUids()).isEqualTo(pods);

      install(servers, "spec.replicas=2");
      assertReadyJustNow(servers, 2);
      assertThat(servers.podUids()).isEqualTo(pods);
    }
  }

  @Test
  void withoutTheRightToListSecretsTheTokenIsMadeChangedAndFollowedAllTheSame() {
    try (TestServers servers = new TestServers(none);
        Release release = new Release(client, "helm4", servers.namespace())) {
      release.apply("rbac.watchSecrets=false", "resync=5s");
      servers.apply(Map.of("replicas", 2, "rotation", Map.of("overlap", "1s")));
      servers.awaitReady();
      String first = servers.token();
      servers.requestRotation("1");
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      servers.assertServing(2);
      servers.assertRefused(first);

      servers.deleteSecret(TestServers.TOKEN_SECRET);
      servers.awaitReady(s -> s.token().generation() == 3);
      servers.assertServing(2);
    }
  }

  private static void install(TestServers servers, String... values) {
    List<String> command =
        new ArrayList<>(List.of("helm4", "upgrade", "--install", "orders", CHART_OF_A_USER));
    command.addAll(List.of("--namespace", servers.namespace(), "--wait", "--timeout", "1m"));
    for (String value : values) {
      command.addAll(List.of("--set", value));
    }
    Commands.run(command.toArray(String[]::new));
  }

  private static void assertReadyJustNow(TestServers servers, int replicas) {
    assertThat(Conditions.isTrue(servers.status().conditions(), Conditions.READY)).isTrue();
    assertThat(servers.status().observedGeneration())
        .isEqualTo(servers.get().getMetadata().getGeneration());
    assertThat(servers.status().readyReplicas()).isEqualTo(replicas);
    Instant ready =
        Instant.parse(
            Conditions.find(servers.status().conditions(), Conditions.READY)
                .orElseThrow()
                .getLastTransitionTime());
    assertThat(Duration.between(ready, Instant.now())).isLessThan(SOON);
  }
}
