package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A single server has a second one beside it while its token changes. */
@Tag("api")
class SingleServerRotationIT {

  @Test
  void nobodyIsCutOffAtTheDefaults() throws Exception {
    try (RotatingServers servers = new RotatingServers(TestNamespace.serving(Map.of()));
        ReadyWatch watch = new ReadyWatch(servers.namespace().resource())) {
      TestNamespace namespace = servers.namespace();
      String former = servers.token();
      String first = uid(namespace, 0);
      try (Connection late = servers.connect(0, former, "late")) {
        servers.request("1");
        NatsTokenAuth resource = servers.awaitOverlap(1);
        String published = servers.token();
        assertThat(servers.hosts()).containsExactly("orders-nats-1");
        assertThat(servers.secret("previous-token")).isEqualTo(former);
        assertThat(servers.accepting(former)).containsExactly(0);
        assertThat(servers.accepting(published)).containsExactly(1);
        assertThat(uid(namespace, 0)).isEqualTo(first);
        assertThat(resource.getSpec().replicas()).isNull();
        assertThat(resource.getStatus().replicas()).isEqualTo(1);
        assertThat(resource.getStatus().readyReplicas()).isEqualTo(1);
        assertThat(message(resource)).contains("a second server runs so long");
        answersAcross(servers, late, published);
      }
      namespace.apply(Map.of("rotation", Map.of("overlap", "1s")));
      servers.awaitOnly(2);
      assertThat(servers.replicas()).isEqualTo(1);
      assertThat(servers.hosts()).containsExactly("orders-nats-0");
      assertThat(servers.secret("previous-token")).isEmpty();
      assertThat(servers.accepting(former)).isEmpty();
      assertThat(servers.accepting(servers.token())).containsExactly(0);
      assertThat(servers.configurations()).isEqualTo(1);
      assertThat(namespace.eventReasons()).contains("OverlapStarted", "RotationFinished");
      assertThat(watch.whileNotReady()).as("how often it was not Ready, and why").isEmpty();
    }
  }

  @Test
  void theSecondServerStaysUntilWhoeverReadTheSecretBeforeCanHaveReadItAgain() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      servers.request("1");
      servers.awaitOverlap();
      servers.namespace().apply(RotatingServers.spec(1, "15s"));
      servers.namespace().awaitUntil("the first alone", r -> servers.names(0));
      assertThat(servers.replicas()).isEqualTo(2);
      assertThat(servers.accepting(servers.token())).containsExactly(0, 1);
      servers.awaitOnly(2);
      assertThat(servers.replicas()).isEqualTo(1);
    }
  }

  /** A client with either token asks, and one with the other answers. */
  private static void answersAcross(RotatingServers servers, Connection late, String published)
      throws Exception {
    try (Connection early = servers.connect(1, published, "early")) {
      assertThat(answer(late, early)).isEqualTo("yes");
      assertThat(answer(early, late)).isEqualTo("yes");
    }
  }

  private static String answer(Connection asking, Connection answering) throws Exception {
    var dispatcher =
        answering.createDispatcher(
            m -> answering.publish(m.getReplyTo(), "yes".getBytes(StandardCharsets.UTF_8)));
    dispatcher.subscribe("question");
    answering.flush(Duration.ofSeconds(5));
    TestNamespace.await("an answer")
        .until(() -> asking.request("question", null, Duration.ofMillis(200)) != null);
    Message message = asking.request("question", null, Duration.ofSeconds(5));
    answering.closeDispatcher(dispatcher);
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  @Test
  void withoutTheSecondServerTheTokenIsPublishedAtOnce() {
    Map<String, ?> without = Map.of("rotation", Map.of("surge", false));
    try (RotatingServers servers = new RotatingServers(TestNamespace.serving(without))) {
      assertThat(message(servers.namespace().get())).contains("spec.rotation.surge is false");
      servers.request("1");
      servers.awaitOnly(2);
      assertThat(servers.namespace().eventReasons()).doesNotContain("OverlapStarted");
      assertThat(servers.replicas()).isEqualTo(1);
    }
  }

  @Test
  void aDeletedSecretInMidOverlapLeavesOneServerWithAnotherToken() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      servers.request("1");
      servers.awaitOverlap();
      String published = servers.token();
      servers
          .namespace()
          .object(io.fabric8.kubernetes.api.model.Secret.class, TestNamespace.TOKEN_SECRET)
          .delete();
      servers.awaitOnly(3);
      assertThat(servers.replicas()).isEqualTo(1);
      assertThat(servers.accepting(published)).isEmpty();
      assertThat(servers.accepting(servers.token())).containsExactly(0);
    }
  }

  @Test
  void moreReplicasInMidOverlapTakeTheSecondServerOver() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      servers.request("1");
      servers.awaitOverlap();
      String second = uid(servers.namespace(), 1);
      servers.namespace().apply(RotatingServers.spec(2, "1s"));
      servers.awaitOnly(2);
      assertThat(servers.replicas()).isEqualTo(2);
      assertThat(servers.hosts()).containsExactly("orders-nats-0", "orders-nats-1");
      assertThat(servers.accepting(servers.token())).containsExactly(0, 1);
      assertThat(second).isNotEmpty();
    }
  }

  private static String uid(TestNamespace namespace, int ordinal) {
    return namespace.object(Pod.class, "orders-nats-" + ordinal).get().getMetadata().getUid();
  }

  private static String message(NatsTokenAuth resource) {
    return Reported.condition(resource, Conditions.READY).orElseThrow().getMessage();
  }
}
