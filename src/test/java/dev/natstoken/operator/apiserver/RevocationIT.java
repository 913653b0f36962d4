package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.TestAuthority.Request;
import dev.natstoken.operator.observed.Configurations;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A discarded token ends, whatever else is the matter with the servers. */
@Tag("api")
class RevocationIT {

  @Test
  void aServerThatFindsNoNodeKeepsNoDiscardedTokenAlive() {
    try (RotatingServers servers = RotatingServers.serving(3, "10m")) {
      servers.namespace().servers().leavePending("orders-nats-2");
      servers.kill(2);
      assertEnds(servers, List.of(0, 1));
      assertThat(servers.namespace().eventReasons())
          .contains("FormerTokenAccepted", "FormerTokenRefused");
      servers.namespace().servers().mend("orders-nats-2");
      servers.awaitOnly(2);
      assertThat(servers.accepting(servers.token())).containsExactly(0, 1, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Split", "Overlap"})
  void neitherDoesARotation(String phase) {
    try (RotatingServers servers = RotatingServers.serving(3, "10m")) {
      String former = servers.token();
      if (phase.equals("Split")) {
        servers.namespace().servers().failToStart("orders-nats-2");
      }
      servers.request("1");
      servers.namespace().awaitUntil(phase, r -> phase.equals(Reported.phase(r)));
      assertEnds(servers, phase.equals("Split") ? List.of(0, 1) : List.of(0, 1, 2));
      assertThat(servers.accepting(former)).isEmpty();
    }
  }

  @Test
  void kubernetesReplacesNoServerUntilADiscardedTokenHasEnded() {
    try (RotatingServers servers = RotatingServers.serving(2, "10m");
        StrategyWatch watch =
            new StrategyWatch(servers.namespace().object(StatefulSet.class, "orders-nats"))) {
      String digest = Configurations.digest(servers.set().getSpec().getTemplate().getMetadata());
      assertEnds(servers, List.of(0, 1));
      servers.awaitOnly(2);
      servers
          .namespace()
          .awaitUntil(
              "Kubernetes to go on", r -> watch.strategiesAfter(digest).contains("RollingUpdate"));
      assertThat(watch.strategiesAfter(digest)).startsWith("OnDelete");
    }
  }

  @Test
  void neitherDoesTheRollOfSomethingElse() {
    try (RotatingServers servers = RotatingServers.serving(3, "10m")) {
      servers.namespace().servers().failToStart("orders-nats-2");
      servers
          .namespace()
          .apply(
              Map.of(
                  "replicas",
                  3,
                  "rotation",
                  Map.of("overlap", "10m"),
                  "limits",
                  Map.of("maxPayload", 4096)));
      servers.namespace().awaitUntil("the roll", r -> servers.partition() == 2);
      assertEnds(servers, List.of(0, 1));
    }
  }

  @Test
  void neitherDoesACertificateThatExpired() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.certificates().put("certificate");
      namespace.apply(Map.of("replicas", 2, "tls", Map.of("secretName", "certificate")));
      namespace.awaitReady();
      RotatingServers servers = new RotatingServers(namespace);
      namespace
          .certificates()
          .put(
              "certificate",
              new TestAuthority("authority")
                  .issue(
                      Request.of(namespace.certificates().hosts())
                          .from(Instant.now().minus(Duration.ofHours(2)))
                          .until(Instant.now().minus(Duration.ofHours(1)))));
      namespace.awaitStalled("InvalidCertificate");
      Set<String> before = servers.podUids();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitUntil(
          "other servers",
          r ->
              servers.secretIsThere()
                  && servers.podUids().size() == 2
                  && servers.podUids().stream().noneMatch(before::contains)
                  && Reported.condition(r, "FormerTokenAccepted").isEmpty());
      namespace.awaitStalled("InvalidCertificate");
      assertThat(servers.set().getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
      assertThat(servers.secret("ca.crt")).isNotEmpty();

      namespace.certificates().put("certificate");
      servers.awaitOnly(2);
    }
  }

  @Test
  void neitherDoesABroughtSecretThatIsMissing() {
    Map<String, ?> spec =
        Map.of(
            "replicas",
            2,
            "rotation",
            Map.of("overlap", "2s"),
            "token",
            Map.of("existingSecret", Map.of("name", "mine")));
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.putSecret("mine", "token", "a-token-of-my-own-0123456789");
      namespace.apply(spec);
      namespace.awaitReady();
      RotatingServers servers = new RotatingServers(namespace);
      namespace.object(Secret.class, "mine").delete();
      namespace.awaitStalled("ExistingSecretMissing");
      assertEnds(servers, List.of(0, 1));
      namespace.awaitStalled("ExistingSecretMissing");

      namespace.putSecret("mine", "token", "another-token-of-my-own-9876543210");
      servers.awaitOnly(3);
      assertThat(servers.token()).isEqualTo("another-token-of-my-own-9876543210");
    }
  }

  @Test
  void theFormerTokenEndsWithTheOverlapAlthoughAServerFails() {
    try (RotatingServers servers = RotatingServers.serving(3, "30s")) {
      String former = servers.token();
      servers.request("1");
      servers.awaitOverlap();
      servers.namespace().servers().failToStart("orders-nats-2");
      servers.kill(2);
      servers
          .namespace()
          .awaitUntil("the end of the former token", r -> servers.accepting(former).isEmpty());
      servers
          .namespace()
          .awaitUntil("a server for clients", r -> servers.hosts().contains("orders-nats-1"));
      assertThat(servers.accepting(servers.token())).containsExactly(0, 1);
    }
  }

  @Test
  void clientsOfAnEditedTokenAreSentToAServerThatStarts() {
    try (RotatingServers servers = RotatingServers.serving(3, "10m")) {
      String former = servers.token();
      servers.namespace().servers().failToStart("orders-nats-2");
      servers.kill(2);
      servers.namespace().awaitUntil("it fails", r -> Reported.condition(r, "Stalled").isPresent());
      servers
          .namespace()
          .edit(
              Secret.class,
              TestNamespace.TOKEN_SECRET,
              s ->
                  new SecretBuilder(s)
                      .addToStringData("token", "a-token-of-my-own-0123456789")
                      .build());
      servers
          .namespace()
          .awaitUntil(
              "a server for clients",
              r -> servers.accepting("a-token-of-my-own-0123456789").equals(List.of(1)));
      servers
          .namespace()
          .awaitUntil("they are sent there", r -> servers.hosts().contains("orders-nats-1"));
      assertThat(servers.accepting(former)).containsExactly(0);
    }
  }

  private static void assertEnds(RotatingServers servers, List<Integer> running) {
    String leaked = servers.token();
    servers.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
    servers
        .namespace()
        .awaitUntil(
            "the end of the discarded token",
            r ->
                servers.secretIsThere()
                    && !servers.token().equals(leaked)
                    && servers.accepting(leaked).isEmpty()
                    && servers.accepting(servers.token()).equals(running)
                    && Reported.condition(r, "FormerTokenAccepted").isEmpty());
  }
}
