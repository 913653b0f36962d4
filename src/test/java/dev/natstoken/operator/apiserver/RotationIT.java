package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.Straggler;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A token changes while both work, on real servers behind a fake StatefulSet controller. */
@Tag("api")
class RotationIT {

  @Test
  void bothTokensWorkUntilTheOverlapIsOver() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(4, "1h")) {
      TestNamespace namespace = servers.namespace();
      String former = servers.token();
      String published;
      try (Connection late = servers.connect(0, former, "late")) {
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        servers.request("1");
        NatsTokenAuth resource = servers.awaitOverlap(1);
        published = servers.token();
        assertThat(published).isNotEqualTo(former);
        assertThat(servers.secret("previous-token")).isEqualTo(former);
        assertThat(servers.secret("next-token")).isEmpty();
        assertThat(servers.hosts()).containsExactly("orders-nats-2", "orders-nats-3");
        assertThat(servers.accepting(former)).containsExactly(0, 1);
        assertThat(servers.accepting(published)).containsExactly(2, 3);

        RotationStatus rotation = resource.getStatus().rotation();
        assertThat(rotation.reason()).isEqualTo("Requested");
        assertThat(rotation.fromGeneration()).isEqualTo(1);
        assertThat(rotation.toGeneration()).isEqualTo(2);
        assertThat(Instant.parse(rotation.overlapEndsAt()))
            .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
        assertThat(rotation.stragglers())
            .extracting(Straggler::name, Straggler::language)
            .containsExactly(tuple("late", "java"));
        assertThat(Reported.isTrue(resource, Conditions.READY)).isTrue();
        assertThat(Reported.condition(resource, Conditions.RECONCILING)).isEmpty();
      }
      namespace.apply(RotatingServers.spec(4, "1s"));
      servers.awaitOnly(2);
      assertThat(servers.token()).isEqualTo(published);
      assertThat(servers.secret("previous-token")).isEmpty();
      assertThat(servers.hosts()).hasSize(4);
      assertThat(servers.accepting(former)).isEmpty();
      assertThat(servers.accepting(published)).containsExactly(0, 1, 2, 3);
      assertThat(servers.configurations()).isEqualTo(1);
      assertThat(namespace.eventReasons())
          .contains("RotationStarted", "OverlapStarted", "TokenChanged", "RotationFinished");
    }
  }

  @Test
  void anEditedTokenIsTakenOverWithAnOverlap() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      takesOver(servers, TestNamespace.TOKEN_SECRET, "Edited");
      assertThat(servers.secret("previous-token")).isEmpty();
    }
  }

  @Test
  void aTokenThatTheUserBringsIsTakenOverWithAnOverlap() {
    try (RotatingServers servers = new RotatingServers(new TestNamespace())) {
      TestNamespace namespace = servers.namespace();
      namespace.putSecret("mine", "token", "the-first-token-0123");
      namespace.startOperator();
      namespace.apply(
          Map.of(
              "replicas",
              2,
              "rotation",
              Map.of("overlap", "1h"),
              "token",
              Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitReady();
      takesOver(servers, "mine", "ExistingSecretChanged");
      assertThat(servers.secret("previous-token")).isEqualTo("the-first-token-0123");
    }
  }

  private static void takesOver(RotatingServers servers, String secret, String reason) {
    String former = servers.token();
    servers.namespace().putSecret(secret, "token", "the-second-token-4567");
    NatsTokenAuth resource = servers.awaitOverlap();
    assertThat(resource.getStatus().rotation().reason()).isEqualTo(reason);
    assertThat(servers.token()).isEqualTo("the-second-token-4567");
    assertThat(servers.hosts()).containsExactly("orders-nats-1");
    assertThat(servers.accepting(former)).containsExactly(0);
    assertThat(servers.accepting("the-second-token-4567")).containsExactly(1);
  }

  @Test
  void aDeletedSecretIsACompromisedTokenAndLeavesNoOverlap() {
    try (RotatingServers servers = RotatingServers.serving(4, "1h")) {
      String former = servers.token();
      servers.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      servers.awaitOnly(2);
      assertThat(servers.namespace().get().getStatus().token().reason()).isEqualTo("Discarded");
      assertThat(servers.namespace().eventReasons()).doesNotContain("OverlapStarted");
      assertThat(servers.accepting(former)).isEmpty();
      assertThat(servers.accepting(servers.token())).hasSize(4);
    }
  }

  @Test
  void aScheduledRotationThatWasMissedComesOnce() {
    Map<String, ?> daily =
        Map.of("replicas", 2, "rotation", Map.of("interval", "24h", "overlap", "1s"));
    try (RotatingServers servers = new RotatingServers(TestNamespace.serving(daily))) {
      TestNamespace namespace = servers.namespace();
      Instant next = Instant.parse(namespace.get().getStatus().token().nextRotationAt());
      assertThat(Duration.between(Instant.now(), next))
          .isBetween(Duration.ofHours(21), Duration.ofHours(24));
      namespace.stopOperator();
      namespace.edit(Secret.class, TestNamespace.TOKEN_SECRET, RotationIT::nineDaysOld);
      namespace.startOperator();
      servers.awaitOnly(2);
      assertThat(namespace.get().getStatus().token().reason()).isEqualTo("Scheduled");
      namespace.stopOperator();
      namespace.startOperator("1s");
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.tokenGeneration()).isEqualTo(2);
    }
  }

  private static Secret nineDaysOld(Secret secret) {
    return new SecretBuilder(secret)
        .editMetadata()
        .addToAnnotations(
            "natstoken.dev/token-created-at", Instant.now().minus(Duration.ofDays(9)).toString())
        .endMetadata()
        .build();
  }

  @Test
  void aRequestThatIsTakenBackBeforeAnythingIsPublishedLeavesEverythingAsItWas() {
    try (RotatingServers servers = RotatingServers.serving(4, "1h")) {
      TestNamespace namespace = servers.namespace();
      Map<String, ObjectNode> before = namespace.contents();
      servers.request("1");
      TestNamespace.await("Split").until(() -> "Split".equals(Reported.phase(namespace.get())));
      assertThat(servers.secret("next-token")).isNotEmpty();
      assertThat(servers.hosts()).containsExactly("orders-nats-0", "orders-nats-1");
      servers.request(null);
      namespace.awaitReady(r -> RotatingServers.hasOnly(r, 1) && servers.configurations() == 1);
      namespace.assertContents(before);
      assertThat(namespace.eventReasons()).contains("RotationWithdrawn");
    }
  }

  @Test
  void aSecondRequestWaitsForTheFirstRotation() {
    try (RotatingServers servers = RotatingServers.serving(4, "1h")) {
      servers.request("1");
      servers.awaitOverlap(0);
      String second = servers.token();
      servers.request("2");
      servers.namespace().operator().awaitReconciliations(2);
      assertThat(servers.token()).isEqualTo(second);
      servers.namespace().apply(RotatingServers.spec(4, "1s"));
      servers.awaitOnly(3);
      assertThat(servers.token()).isNotEqualTo(second);
    }
  }
}
