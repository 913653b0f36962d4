package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.TokenVersionMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients beside the servers, and others in another namespace by an access, which something
 * restarts when the ConfigMap with the version of the token changes there.
 */
@Tag("api")
class AccessRestartsIT {

  /** How many; {@code -Drotations=20} for a longer look. */
  private static final int ROTATIONS = Integer.getInteger("rotations", 1);

  static Stream<Map<String, Object>> specs() {
    return Stream.of(RotatingServers.spec(2, "1s"), RotatingServers.spec(1, "1s"));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void eachRotationRestartsClientsOfBothNamespacesOnceAndTheyGetInAtOnce(Map<String, Object> spec) {
    try (AccessNamespaces both = serving(spec);
        Reloading<ConfigMap> beside =
            new Reloading<>(both.owners(), ConfigMap.class, RestartsIT.VERSION, "data");
        Reloading<ConfigMap> elsewhere = Reloading.byAccess(both)) {
      RotatingServers servers = new RotatingServers(both.owners());
      for (int i = 1; i <= ROTATIONS; i++) {
        servers.request(Integer.toString(i));
        servers.awaitOnly(1 + i);
        int restarts = i;
        both.owners()
            .awaitUntil(
                "restarts",
                _ ->
                    beside.firstConnects().size() >= restarts
                        && elsewhere.firstConnects().size() >= restarts);
      }
      for (Reloading<ConfigMap> clients : List.of(beside, elsewhere)) {
        assertThat(clients.firstConnects()).isEqualTo(Collections.nCopies(ROTATIONS, Reloading.OK));
        assertThat(clients.restarts()).isEqualTo(ROTATIONS);
      }
      assertThat(told(both)).isEqualTo(toldBesideTheServers(both));
      both.operator().assertNoneFailed();
    }
  }

  @Test
  void aForeignOneIsLeftAloneAndTheSecretFollowsAllTheSame() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.clients()
          .create(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(VERSION)
                  .endMetadata()
                  .addToData("whose", "mine")
                  .build());
      both.ask();
      both.awaitData();
      assertThat(both.awaitReason(AccessNamespaces.ACCESS, "NameConflict").binding().name())
          .isEqualTo(AccessNamespaces.ACCESS);
      assertThat(told(both)).containsEntry("whose", "mine").hasSize(1);
      both.clients().object(ConfigMap.class, VERSION).delete();
      both.awaitReady(AccessNamespaces.ACCESS);
      assertThat(told(both)).isEqualTo(toldBesideTheServers(both));
    }
  }

  @Test
  void itGoesWithAFormerNameAndIsMendedButStaysWhileTheSecretIsAway() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask(AccessNamespaces.ACCESS, Map.of("secretName", "former"));
      awaitTold(both, "former-version");
      both.ask();
      awaitTold(both, VERSION);
      TestNamespace.await("the former one gone")
          .until(() -> both.clients().object(ConfigMap.class, "former-version").get() == null);
      both.clients().object(ConfigMap.class, VERSION).delete();
      awaitTold(both, VERSION);
      both.clients()
          .edit(
              ConfigMap.class,
              VERSION,
              map ->
                  new ConfigMapBuilder(map)
                      .addToData("generation", "7")
                      .editMetadata()
                      .removeFromLabels(TokenVersionMap.MARK)
                      .endMetadata()
                      .build());
      awaitTold(both, VERSION);
      both.allow();
      both.awaitGone(AccessNamespaces.ACCESS);
      both.awaitReason(AccessNamespaces.ACCESS, "AccessNotAllowed");
      assertThat(told(both)).isEqualTo(toldBesideTheServers(both));
    }
  }

  private static void awaitTold(AccessNamespaces both, String name) {
    TestNamespace.await(name)
        .untilAsserted(() -> {
          ConfigMap map = both.clients().object(ConfigMap.class, name).get();
          assertThat(map).isNotNull();
          assertThat(map.getData()).isEqualTo(toldBesideTheServers(both));
        });
  }

  private static Map<String, String> told(AccessNamespaces both) {
    return both.clients().object(ConfigMap.class, VERSION).get().getData();
  }

  private static Map<String, String> toldBesideTheServers(AccessNamespaces both) {
    return both.owners().object(ConfigMap.class, RestartsIT.VERSION).get().getData();
  }

  private static AccessNamespaces serving(Map<String, Object> servers) {
    AccessNamespaces both = new AccessNamespaces();
    both.startOperator("5m");
    Map<String, Object> spec = new HashMap<>(servers);
    spec.put("allowedNamespaces", Map.of("names", List.of(both.clients().name())));
    both.owners().apply(spec);
    both.owners().awaitReady();
    both.ask();
    awaitTold(both, VERSION);
    return both;
  }
}
