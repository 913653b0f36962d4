package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that something restarts when the ConfigMap with the version of the token changes: how
 * often that is, and whether they get in at once.
 */
@Tag("api")
class RestartsIT {

  static final String VERSION = new Names(TestNamespace.NAME).tokenVersionMap();

  /** How many of a kind; {@code -Drotations=20} for a longer look. */
  private static final int ROTATIONS = Integer.getInteger("rotations", 3);

  /** Servers of all kinds of rotation: with an overlap, with a second server, without either. */
  static Stream<Map<String, Object>> specs() {
    return Stream.of(
        RotatingServers.spec(2, "1s"),
        RotatingServers.spec(1, "1s"),
        RotatingServers.spec(2, "0s"));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void eachRotationRestartsClientsOnceAndTheyGetInAtOnce(Map<String, Object> spec) {
    try (RotatingServers servers = new RotatingServers(TestNamespace.serving(spec));
        Reloading<ConfigMap> reloading = version(servers.namespace())) {
      for (int i = 1; i <= ROTATIONS; i++) {
        servers.request(Integer.toString(i));
        servers.awaitOnly(1 + i);
        assertRestarts(servers.namespace(), reloading, i);
      }
    }
  }

  @Test
  void aTokenThatWasEditedOrDiscardedRestartsThemOnceToo() {
    try (RotatingServers servers = RotatingServers.serving(2, "1s");
        Reloading<ConfigMap> reloading = version(servers.namespace())) {
      servers.namespace().putSecret(TestNamespace.TOKEN_SECRET, "token", "the-second-token-4567");
      servers.awaitOnly(2);
      assertRestarts(servers.namespace(), reloading, 1);
      servers.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      servers.awaitOnly(3);
      assertRestarts(servers.namespace(), reloading, 2);
    }
  }

  @Test
  void serversThatSomebodyElseRunsMakeNoDifference() {
    try (Attached attached = Attached.serving();
        Reloading<ConfigMap> reloading = version(attached.namespace())) {
      attached.requestRotation("1");
      attached.awaitGeneration(2);
      assertRestarts(attached.namespace(), reloading, 1);
    }
  }

  /** What makes the ConfigMap worth having: the Secret changes at each step. */
  @Test
  void theSecretItselfWouldRestartThemSeveralTimes() {
    try (RotatingServers servers = RotatingServers.serving(2, "1s");
        Reloading<Secret> reloading =
            new Reloading<>(
                servers.namespace(), Secret.class, TestNamespace.TOKEN_SECRET, "data")) {
      servers.request("1");
      servers.awaitOnly(2);
      TestNamespace.await("restarts").until(() -> reloading.restarts() >= 3);
    }
  }

  @Test
  void nothingButAnotherTokenChangesIt() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      String before = resourceVersion(namespace);
      servers.request("1");
      TestNamespace.await("pending").until(() -> !servers.secret("next-token").isEmpty());
      servers.request(null);
      servers.awaitOnly(1);
      namespace.apply(Map.of("replicas", 3, "authTimeout", "6s"));
      namespace.awaitReady(r -> r.getStatus().readyReplicas() == 3);
      assertThat(resourceVersion(namespace)).isEqualTo(before);
    }
  }

  @Test
  void itSaysWhichTokenIsPublishedAndNothingOfTheTokenItself() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      ConfigMap version = namespace.object(ConfigMap.class, VERSION).get();
      assertThat(version.getData())
          .containsEntry("generation", "1")
          .containsEntry("published-at", namespace.get().getStatus().token().createdAt())
          .hasSize(2);
    }
  }

  @Test
  void aForeignOneIsLeftAloneAndHoldsNoRotationUp() {
    try (RotatingServers servers = new RotatingServers(new TestNamespace())) {
      TestNamespace namespace = servers.namespace();
      namespace.create(
          new ConfigMapBuilder()
              .withNewMetadata()
              .withName(VERSION)
              .endMetadata()
              .addToData("whose", "mine")
              .build());
      String before = resourceVersion(namespace);
      namespace.startOperator();
      namespace.apply(RotatingServers.spec(2, "0s"));
      namespace.awaitUntil("two servers", r -> r.getStatus() != null && ready(r, 2));
      assertThat(namespace.awaitStalled("NameConflict").getMessage())
          .startsWith("ConfigMap " + VERSION + " exists");
      servers.request("1");
      namespace.awaitUntil(
          "the second token",
          r ->
              r.getStatus().token().generation() == 2
                  && servers.accepting(servers.token()).size() == 2);
      assertThat(resourceVersion(namespace)).isEqualTo(before);

      namespace.object(ConfigMap.class, VERSION).delete();
      servers.awaitOnly(2);
      assertThat(namespace.object(ConfigMap.class, VERSION).get().getData())
          .containsEntry("generation", "2");
    }
  }

  private static boolean ready(NatsTokenAuth resource, int servers) {
    return Integer.valueOf(servers).equals(resource.getStatus().readyReplicas());
  }

  private static Reloading<ConfigMap> version(TestNamespace namespace) {
    return new Reloading<>(namespace, ConfigMap.class, VERSION, "data");
  }

  private static String resourceVersion(TestNamespace namespace) {
    return namespace.object(ConfigMap.class, VERSION).get().getMetadata().getResourceVersion();
  }

  /** Servers go on with their roll meanwhile. */
  private static void assertRestarts(
      TestNamespace namespace, Reloading<?> reloading, int restarts) {
    namespace.awaitUntil("restarts", _ -> reloading.firstConnects().size() >= restarts);
    assertThat(reloading.firstConnects()).isEqualTo(Collections.nCopies(restarts, Reloading.OK));
    assertThat(reloading.restarts()).isEqualTo(restarts);
  }
}
