package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A mistake is told, harms no healthy server, and is healed by mending it and nothing else. */
@EndToEnd
class BadInputE2E {

  private static final Map<String, ?> OWN_TOKEN =
      Map.of(
          "rotation",
          Map.of("overlap", "1s"),
          "replicas",
          2,
          "token",
          Map.of("existingSecret", Map.of("name", "mine")));

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void aMissingSecretIsNamedAndTheServersKeepServingUntilItComes() {
    try (TestServers servers = healthy(2)) {
      Set<String> pods = servers.podUids();
      String token = servers.token();
      servers.apply(OWN_TOKEN);
      assertThat(servers.awaitStalled("ExistingSecretMissing").getMessage()).contains("mine");
      assertThat(servers.podUids()).isEqualTo(pods);
      assertThat(servers.token()).isEqualTo(token);
      servers.assertServing(2);

      servers.putSecret("mine", "mended-token-of-my-own");
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      servers.assertServing(2);
    }
  }

  @Test
  void aWeakTokenIsRefusedAndTheServersKeepTheirToken() {
    try (TestServers servers = healthy(2)) {
      Set<String> pods = servers.podUids();
      servers.putSecret("mine", "weakweakweakweakweak");
      servers.apply(OWN_TOKEN);
      assertThat(servers.awaitStalled("InvalidToken").getMessage())
          .contains("Secret mine", "weak", "openssl")
          .doesNotContain("weakweakweakweakweak");
      assertThat(servers.podUids()).isEqualTo(pods);

      servers.putSecret("mine", "strong-token-0123456789");
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      servers.assertServing(2);
    }
  }

  @Test
  void aWeakTokenPutIntoTheOperatorsOwnSecretIsToldAndTheServersKeepTheOldOne() {
    try (TestServers servers = healthy(2)) {
      String old = servers.token();
      Set<String> pods = servers.podUids();
      servers.putSecret(TestServers.TOKEN_SECRET, "hunter2hunter2hunter2");
      servers.awaitStalled("InvalidToken");
      assertThat(servers.podUids()).isEqualTo(pods);
      assertThat(Login.isAccepted(TestServers.host(servers.pods().get(0)), old)).isTrue();

      servers.putSecret(TestServers.TOKEN_SECRET, old);
      servers.awaitReady();
      assertThat(servers.podUids()).isEqualTo(pods);
      assertThat(servers.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void anImageThatDoesNotExistStopsTheRollAtTheFirstServer() {
    try (TestServers servers = healthy(3)) {
      String token = servers.token();
      servers.apply(Map.of("replicas", 3, "version", "2.15.999"));
      assertThat(servers.awaitStalled("PodsFailing").getMessage()).contains("spec.version");
      List<Pod> serving =
          servers.pods().stream()
              .filter(p -> p.getSpec().getContainers().get(0).getImage().endsWith(":2.15.2"))
              .toList();
      assertThat(serving).hasSize(2);
      serving.forEach(p -> assertThat(Login.isAccepted(TestServers.host(p), token)).isTrue());

      servers.apply(Map.of("replicas", 3));
      servers.awaitReady();
      servers.assertServing(3);
    }
  }

  @Test
  void aForeignSecretOfOurNameIsLeftAloneAndReported() {
    try (TestServers servers = new TestServers(operator)) {
      servers.putSecret(TestServers.TOKEN_SECRET, "somebody-elses-token");
      String version = servers.secret(TestServers.TOKEN_SECRET).getMetadata().getResourceVersion();
      servers.apply(Map.of("replicas", 1));
      assertThat(servers.awaitStalled("NameConflict").getMessage())
          .contains("Secret " + TestServers.TOKEN_SECRET);
      assertThat(servers.secret(TestServers.TOKEN_SECRET).getMetadata().getResourceVersion())
          .isEqualTo(version);

      servers.deleteSecret(TestServers.TOKEN_SECRET);
      servers.awaitReady();
      servers.assertServing(1);
    }
  }

  @Test
  void aQuotaThatAllowsTooFewPodsIsNamed() {
    try (TestServers servers = new TestServers(operator)) {
      var quota =
          new ResourceQuotaBuilder()
              .withNewMetadata()
              .withNamespace(servers.namespace())
              .withName("tight")
              .endMetadata()
              .withNewSpec()
              .addToHard("pods", new Quantity("1"))
              .endSpec()
              .build();
      operator.client().resource(quota).create();
      servers.apply(Map.of("replicas", 2));
      assertThat(servers.awaitStalled("PodsRefused").getMessage()).contains("quota", "tight");

      operator.client().resource(quota).delete();
      servers.awaitReady();
      servers.assertServing(2);
    }
  }

  @Test
  void aPausedResourceIsLeftAsItIs() {
    try (TestServers servers = healthy(1)) {
      String digest = servers.status().configDigest();
      servers.apply(Map.of("replicas", 1, "paused", true, "authTimeout", "9s"));
      servers.awaitReady(s -> s.conditions().stream().anyMatch(c -> "Paused".equals(c.getType())));
      assertThat(servers.status().configDigest()).isEqualTo(digest);

      servers.apply(Map.of("replicas", 1, "authTimeout", "9s"));
      servers.awaitReady(s -> !digest.equals(s.configDigest()));
      servers.assertServing(1);
    }
  }

  private TestServers healthy(int replicas) {
    TestServers servers = new TestServers(operator);
    servers.apply(Map.of("replicas", replicas));
    servers.awaitReady();
    return servers;
  }
}
