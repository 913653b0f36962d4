package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthStatus.RotationStatus;
import dev.natstoken.operator.api.NatsTokenAuthStatus.Straggler;
import dev.natstoken.operator.nats.RefusableLogin;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token changes while both work, on real servers behind a fake StatefulSet controller. */
@Tag("api")
class RotationIT {

  private static final Map<String, ?> LONG = spec(4, "1h");
  private static final Map<String, ?> SHORT = spec(4, "1s");

  @Test
  void bothTokensWorkUntilTheOverlapIsOver() throws Exception {
    try (TestNamespace namespace = TestNamespace.serving(LONG)) {
      String former = namespace.token();
      try (Connection late = connect(namespace, "orders-nats-0", former)) {
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        namespace.requestRotation("1");
        NatsTokenAuth resource = awaitOverlap(namespace, 1);
        String published = namespace.token();
        assertThat(published).isNotEqualTo(former);
        assertThat(namespace.tokenSecret("previous-token")).isEqualTo(former);
        assertThat(namespace.tokenSecret("next-token")).isEmpty();
        assertThat(hosts(namespace)).containsExactly("orders-nats-2", "orders-nats-3");
        assertThat(accepting(namespace, former)).containsExactly(0, 1);
        assertThat(accepting(namespace, published)).containsExactly(2, 3);

        RotationStatus rotation = resource.getStatus().rotation();
        assertThat(rotation.reason()).isEqualTo("Requested");
        assertThat(rotation.fromGeneration()).isEqualTo(1);
        assertThat(rotation.toGeneration()).isEqualTo(2);
        assertThat(Instant.parse(rotation.overlapEndsAt()))
            .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
        assertThat(rotation.stragglers())
            .extracting(Straggler::name, Straggler::language)
            .containsExactly(org.assertj.core.groups.Tuple.tuple("late", "java"));
        assertThat(TestNamespace.isTrue(resource, Conditions.READY)).isTrue();
        assertThat(TestNamespace.isTrue(resource, Conditions.VERIFIED)).isTrue();
        assertThat(TestNamespace.condition(resource, Conditions.RECONCILING)).isEmpty();
      }
      String published = namespace.token();
      namespace.apply(SHORT);
      namespace.awaitReady(RotationIT::isSettled);
      assertThat(namespace.token()).isEqualTo(published);
      assertThat(namespace.tokenSecret("previous-token")).isEmpty();
      assertThat(hosts(namespace)).hasSize(4);
      assertThat(accepting(namespace, former)).isEmpty();
      assertThat(accepting(namespace, published)).containsExactly(0, 1, 2, 3);
      assertThat(configurations(namespace)).isEqualTo(1);
      assertThat(namespace.eventReasons())
          .contains("RotationStarted", "OverlapStarted", "TokenChanged", "RotationFinished");
    }
  }

  @Test
  void anOperatorThatDiesAfterAnyWriteLeavesARotationThatTheNextOneFinishes() {
    int writes = writesOfOneRotation();
    assertThat(writes).isGreaterThan(6);
    for (int after = 0; after <= writes; after++) {
      try (TestNamespace namespace = TestNamespace.serving(SHORT)) {
        String former = namespace.token();
        namespace.stopOperator();
        namespace.requestRotation("1");
        MortalClient mortal = namespace.startOperatorThatDiesAfter(after);
        if (after < writes) {
          // A status that was written less often may leave less to write than was counted.
          namespace.awaitUntil(
              "death after write " + after,
              r -> mortal.isDead() || (r.getStatus().token().generation() == 2 && isSettled(r)));
        }
        namespace.stopOperator();
        // What a status says is a report: nothing may hang on it.
        namespace.resource().editStatus(RotationIT::withoutRotation);
        namespace.startOperator();
        namespace.awaitReady(r -> r.getStatus().token().generation() == 2 && isSettled(r));
        String published = namespace.token();
        assertThat(published).isNotEqualTo(former);
        assertThat(accepting(namespace, former)).isEmpty();
        assertThat(accepting(namespace, published)).hasSize(4);
        assertThat(configurations(namespace)).isEqualTo(1);
        namespace.operator().assertNoneFailed();
      }
    }
  }

  private static int writesOfOneRotation() {
    try (TestNamespace namespace = TestNamespace.serving(SHORT)) {
      int before = namespace.operatorWrites().size();
      namespace.requestRotation("1");
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2 && isSettled(r));
      List<String> all = namespace.operatorWrites();
      return (int)
          all.subList(before, all.size()).stream().filter(w -> !w.contains("events")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"edited", "brought"})
  void aTokenOfTheUsersOwnIsTakenOverWithAnOverlap(String how) {
    Map<String, ?> spec =
        how.equals("brought")
            ? Map.of(
                "replicas",
                2,
                "rotation",
                Map.of("overlap", "1h"),
                "token",
                Map.of("existingSecret", Map.of("name", "mine"), "bcryptCost", 4))
            : Map.of(
                "replicas",
                2,
                "rotation",
                Map.of("overlap", "1h"),
                "token",
                Map.of("bcryptCost", 4));
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret("mine", "token", "the-first-token-0123");
      namespace.startOperator();
      namespace.apply(spec);
      namespace.awaitReady();
      String former = namespace.token();
      String secret = how.equals("brought") ? "mine" : TestNamespace.TOKEN_SECRET;
      namespace.putSecret(secret, "token", "the-second-token-4567");
      NatsTokenAuth resource = namespace.awaitUntil("Overlap", r -> "Overlap".equals(phase(r)));
      assertThat(resource.getStatus().rotation().reason())
          .isEqualTo(how.equals("brought") ? "ExistingSecretChanged" : "Edited");
      assertThat(namespace.token()).isEqualTo("the-second-token-4567");
      assertThat(hosts(namespace)).containsExactly("orders-nats-1");
      assertThat(accepting(namespace, former)).containsExactly(0);
      assertThat(accepting(namespace, "the-second-token-4567")).containsExactly(1);
    }
  }

  @Test
  void aDeletedSecretIsACompromisedTokenAndLeavesNoOverlap() {
    try (TestNamespace namespace = TestNamespace.serving(LONG)) {
      String former = namespace.token();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.get().getStatus().rotation()).isNull();
      assertThat(namespace.get().getStatus().token().reason()).isEqualTo("Discarded");
      assertThat(accepting(namespace, former)).isEmpty();
      assertThat(accepting(namespace, namespace.token())).hasSize(4);
    }
  }

  @Test
  void aScheduledRotationThatWasMissedComesOnce() {
    Map<String, ?> daily =
        Map.of("replicas", 2, "rotation", Map.of("interval", "24h", "overlap", "1s"));
    try (TestNamespace namespace = TestNamespace.serving(daily)) {
      Instant next = Instant.parse(namespace.get().getStatus().token().nextRotationAt());
      assertThat(Duration.between(Instant.now(), next))
          .isBetween(Duration.ofHours(21), Duration.ofHours(24));
      namespace.stopOperator();
      namespace.edit(
          Secret.class,
          TestNamespace.TOKEN_SECRET,
          s ->
              new SecretBuilder(s)
                  .editMetadata()
                  .addToAnnotations(
                      "natstoken.dev/token-created-at",
                      Instant.now().minus(Duration.ofDays(9)).toString())
                  .endMetadata()
                  .build());
      namespace.startOperator();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2 && isSettled(r));
      assertThat(namespace.get().getStatus().token().reason()).isEqualTo("Scheduled");
      namespace.stopOperator();
      namespace.startOperator("1s");
      namespace.operator().awaitReconciliations(3);
      assertThat(namespace.tokenGeneration()).isEqualTo(2);
    }
  }

  @Test
  void aRequestThatIsTakenBackBeforeAnythingIsPublishedLeavesEverythingAsItWas() {
    try (TestNamespace namespace = TestNamespace.serving(LONG)) {
      Map<String, ObjectNode> before = namespace.contents();
      namespace.requestRotation("1");
      TestNamespace.await("Split").until(() -> "Split".equals(phase(namespace.get())));
      assertThat(namespace.tokenSecret("next-token")).isNotEmpty();
      namespace.requestRotation(null);
      namespace.awaitReady(r -> isSettled(r) && configurations(namespace) == 1);
      namespace.assertContents(before);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
      assertThat(namespace.eventReasons()).contains("RotationWithdrawn");
    }
  }

  @Test
  void aSecondRequestWaitsForTheFirstRotation() {
    try (TestNamespace namespace = TestNamespace.serving(LONG)) {
      namespace.requestRotation("1");
      awaitOverlap(namespace, 0);
      String second = namespace.token();
      namespace.requestRotation("2");
      namespace.operator().awaitReconciliations(2);
      assertThat(namespace.token()).isEqualTo(second);
      namespace.apply(SHORT);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 3 && isSettled(r));
      assertThat(namespace.token()).isNotEqualTo(second);
    }
  }

  @Test
  void inAnOverlapASetShrinksOnlyToServersOfWhichSomeHaveTheNewToken() {
    try (TestNamespace namespace = TestNamespace.serving(LONG)) {
      String former = namespace.token();
      namespace.requestRotation("1");
      awaitOverlap(namespace, 0);
      namespace.apply(spec(2, "1h"));
      namespace.awaitUntil("two servers", r -> replicas(namespace) == 2);
      namespace.awaitUntil("two pods", r -> r.getStatus().replicas() == 2);
      assertThat(phase(namespace.get())).isEqualTo("Overlap");
      assertThat(hosts(namespace)).containsExactly("orders-nats-1");
      assertThat(accepting(namespace, former)).containsExactly(0);
      assertThat(accepting(namespace, namespace.token())).containsExactly(1);
    }
  }

  private static NatsTokenAuth awaitOverlap(TestNamespace namespace, int connections) {
    return namespace.awaitUntil(
        "Overlap",
        r ->
            "Overlap".equals(phase(r))
                && Integer.valueOf(connections)
                    .equals(r.getStatus().rotation().previousTokenConnections())
                && TestNamespace.isTrue(r, Conditions.VERIFIED));
  }

  private static NatsTokenAuth withoutRotation(NatsTokenAuth resource) {
    resource.setStatus(null);
    return resource;
  }

  private static String phase(NatsTokenAuth resource) {
    RotationStatus rotation = resource.getStatus().rotation();
    return rotation == null ? "" : rotation.phase();
  }

  private static boolean isSettled(NatsTokenAuth resource) {
    return resource.getStatus().rotation() == null
        && TestNamespace.condition(resource, Conditions.RECONCILING).isEmpty();
  }

  private static int replicas(TestNamespace namespace) {
    return namespace.object(StatefulSet.class, "orders-nats").get().getSpec().getReplicas();
  }

  private static long configurations(TestNamespace namespace) {
    return namespace.objects().values().stream().filter(ConfigMap.class::isInstance).count();
  }

  /** The pods that clients are sent to. */
  private static List<String> hosts(TestNamespace namespace) {
    return List.of(namespace.tokenSecret("servers").split(",", -1)).stream()
        .map(url -> url.replace("nats://", "").replaceFirst("[.].*", ""))
        .toList();
  }

  /** Ordinals of the servers that let in this token. */
  private static List<Integer> accepting(TestNamespace namespace, String token) {
    return IntStream.range(0, replicas(namespace))
        .filter(i -> isAccepted(namespace.servers().address("orders-nats-" + i), token))
        .boxed()
        .toList();
  }

  private static boolean isAccepted(String address, String token) {
    try {
      return new RefusableLogin(Duration.ofSeconds(5))
          .isAccepted(address, 4222, Optional.of(token));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Connection connect(TestNamespace namespace, String pod, String token)
      throws Exception {
    return Nats.connect(
        Options.builder()
            .server("nats://" + namespace.servers().address(pod) + ":4222")
            .ignoreDiscoveredServers()
            .connectionName("late")
            .token(token.toCharArray())
            .build());
  }

  private static Map<String, ?> spec(int replicas, String overlap) {
    return Map.of("replicas", replicas, "rotation", Map.of("overlap", overlap));
  }
}
