package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.status.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The life of a set of servers; the subclasses say what happens to the operator meanwhile. */
abstract class ServerLifecycle {

  private static final String FIRST = "first-token-of-my-own-1";
  private static final String SECOND = "second-token-of-my-own-2";

  /** Both tokens work for a moment only. */
  private static final Map<String, String> SHORT = Map.of("overlap", "1s");

  final InstalledOperator operator = InstalledOperator.get();

  /** Called right after each thing that a user does. */
  abstract void meanwhile();

  private static boolean hasOnlyTheSecondToken(NatsTokenAuthStatus status) {
    return status.token().generation() == 2 && status.rotation() == null;
  }

  @Test
  void threeServersLetInTheTokenAndNobodyElse() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 3));
      meanwhile();
      servers.awaitReady();
      servers.assertServing(3);
    }
  }

  @Test
  void aChangedLimitIsRolledOutOneServerAtATimeAndTheTokenStays() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 3));
      servers.awaitReady();
      String token = servers.token();
      String digest = servers.status().configDigest();
      Set<String> before = servers.podUids();
      try (RollWatch roll = new RollWatch(operator.client(), servers.namespace(), 3)) {
        servers.apply(Map.of("replicas", 3, "limits", Map.of("maxPayload", 2048)));
        meanwhile();
        servers.awaitReady(s -> !digest.equals(s.configDigest()));
        assertThat(roll.fewestReady()).isEqualTo(2);
      }
      servers.assertServing(3);
      assertThat(servers.token()).isEqualTo(token);
      assertThat(servers.podUids()).doesNotContainAnyElementsOf(before);
      try (var connection = Login.connect(TestServers.host(servers.pods().get(0)), token)) {
        assertThat(connection.getMaxPayload()).isEqualTo(2048);
      }
    }
  }

  @Test
  void aSetGrowsAndShrinksAndKeepsItsToken() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 1));
      servers.awaitReady();
      String token = servers.token();
      servers.apply(Map.of("replicas", 3));
      meanwhile();
      servers.awaitReady(s -> s.readyReplicas() == 3);
      servers.assertServing(3);
      servers.apply(Map.of("replicas", 1));
      meanwhile();
      servers.awaitReady(s -> s.readyReplicas() == 1 && !isReconciling(s));
      servers.assertServing(1);
      assertThat(servers.token()).isEqualTo(token);
    }
  }

  @Test
  void aTokenOfTheUsersOwnIsServedAndFollowedWhenItChanges() {
    try (TestServers servers = new TestServers(operator)) {
      servers.putSecret("mine", FIRST);
      servers.apply(
          Map.of(
              "replicas",
              2,
              "rotation",
              SHORT,
              "token",
              Map.of("existingSecret", Map.of("name", "mine"))));
      meanwhile();
      servers.awaitReady();
      assertThat(servers.token()).isEqualTo(FIRST);
      servers.assertServing(2);

      servers.putSecret("mine", SECOND);
      meanwhile();
      servers.awaitReady(ServerLifecycle::hasOnlyTheSecondToken);
      assertThat(servers.token()).isEqualTo(SECOND);
      servers.assertServing(2);
      servers.assertRefused(FIRST);
    }
  }

  @Test
  void anEditedTokenSecretIsTheNewToken() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 2, "rotation", SHORT));
      servers.awaitReady();
      String old = servers.token();
      servers.putSecret(TestServers.TOKEN_SECRET, SECOND);
      meanwhile();
      servers.awaitReady(ServerLifecycle::hasOnlyTheSecondToken);
      assertThat(servers.token()).isEqualTo(SECOND);
      servers.assertServing(2);
      servers.assertRefused(old);
    }
  }

  @Test
  void aDeletedTokenSecretComesBackWithANewTokenAndTheOldOneIsRefused() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 2));
      servers.awaitReady();
      String old = servers.token();
      servers.deleteSecret(TestServers.TOKEN_SECRET);
      meanwhile();
      servers.awaitReady(s -> s.token().generation() == 2);
      assertThat(servers.token()).isNotEqualTo(old);
      servers.assertServing(2);
      servers.assertRefused(old);
    }
  }

  @Test
  void nothingIsLeftOfADeletedResource() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", 2));
      servers.awaitReady();
      servers.token();
      servers.delete();
      meanwhile();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(servers.ownObjects()).isEmpty());
    }
  }

  @Test
  void aRetainedTokenSecretOutlivesItsResourceAndIsTakenUpByTheNextOne() {
    try (TestServers servers = new TestServers(operator)) {
      Map<String, ?> spec = Map.of("token", Map.of("deletionPolicy", "Retain"));
      servers.apply(spec);
      servers.awaitReady();
      String token = servers.token();
      servers.delete();
      meanwhile();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() ->
              assertThat(servers.ownObjects())
                  .isEqualTo(List.of("Secret/" + TestServers.TOKEN_SECRET)));
      servers.apply(spec);
      servers.awaitReady();
      assertThat(servers.token()).isEqualTo(token);
      servers.assertServing(1);
    }
  }

  /** Servers that are too many may still be there. */
  private static boolean isReconciling(NatsTokenAuthStatus status) {
    return Conditions.isTrue(status.conditions(), Conditions.RECONCILING);
  }
}
