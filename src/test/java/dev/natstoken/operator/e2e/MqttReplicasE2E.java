package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import dev.natstoken.operator.InThread;
import dev.natstoken.operator.TestAuthority;
import dev.natstoken.operator.nats.MqttConnection;
import dev.natstoken.operator.nats.MqttConnection.Way;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Clients of MQTT at three servers with TLS, who keep the sessions together. */
@EndToEnd
class MqttReplicasE2E {

  private static final int SERVERS = 3;
  private static final int NODE_PORT = 30065;
  private static final String SECRET = "orders-tls";

  /** A name of the node, which the certificate has too. */
  private static final Way PLAIN = Way.plain("localhost", NODE_PORT);

  private static final long SECONDS_FOR_A_MESSAGE = 20;

  private final InstalledOperator operator = InstalledOperator.get();
  private final TestAuthority authority = new TestAuthority("authority");
  private final Way tls = PLAIN.trusting(authority.trust());

  @Test
  void aSessionGetsAllThatIsPublishedWhileItIsAwayAndTheServersRollAndRotate(TestReporter reporter)
      throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      putCertificate(servers);
      apply(servers, 2048);
      Optional<String> token = Optional.of(servers.token());
      NodePorts.await(PLAIN.host(), NODE_PORT);
      assertOnlyTlsAndTheTokenLetIn(token);
      try (MqttConnection lamp = tls.resume("lamp", token)) {
        lamp.subscribe("kitchen/light");
      }
      assertEveryServerHasACopyOfEachStream(servers);

      Set<String> published = new ConcurrentSkipListSet<>();
      AtomicBoolean stopped = new AtomicBoolean();
      CompletableFuture<Void> publisher =
          InThread.run(() -> publishUntil(stopped, servers, published));
      try (RollWatch roll = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        apply(servers, 4096);
        servers.requestRotation("1");
        servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
        assertThat(roll.fewestReady()).isEqualTo(SERVERS - 1);
      } finally {
        stopped.set(true);
      }
      publisher.get(1, TimeUnit.MINUTES);
      reporter.publishEntry("messages while away", Integer.toString(published.size()));
      assertThat(published).hasSizeGreaterThan(20);

      assertThat(tls.isRefused(token)).as("with the former token").isTrue();
      try (MqttConnection lamp = tls.resume("lamp", Optional.of(servers.token()))) {
        Set<String> arrived = new TreeSet<>();
        while (!arrived.containsAll(published)) {
          arrived.add(lamp.arrivals().next().orElseThrow(() -> missing(published, arrived)));
        }
      }
    }
  }

  private void assertOnlyTlsAndTheTokenLetIn(Optional<String> token) {
    assertThat(tls.isRefused(Optional.empty())).as("without a token").isTrue();
    assertThat(tls.isRefused(Optional.of("not-the-token-0123456789"))).as("with another").isTrue();
    assertThatThrownBy(() -> PLAIN.connect("plain", token))
        .isInstanceOfAny(ConnectionClosedException.class, ConnectionFailedException.class);
  }

  private static void assertEveryServerHasACopyOfEachStream(TestServers servers) {
    for (Pod pod : servers.pods()) {
      URI jsz = URI.create("http://" + TestServers.host(pod) + ":8222/jsz?streams=true");
      Awaitility.await(jsz.toString())
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> {
            try (InputStream answer = jsz.toURL().openStream()) {
              JsonNode streams =
                  new ObjectMapper().readTree(answer).at("/account_details/0/stream_detail");
              assertThat(streams).hasSizeGreaterThanOrEqualTo(2);
              assertThat(streams).allMatch(s -> s.at("/cluster/replicas").size() == SERVERS - 1);
            }
          });
    }
  }

  private static AssertionError missing(Set<String> published, Set<String> arrived) {
    Set<String> missing = new TreeSet<>(published);
    missing.removeAll(arrived);
    return new AssertionError("of " + published.size() + " did not arrive: " + missing);
  }

  /** Each until a server has stored it: one that stops may have taken it or not. */
  private void publishUntil(AtomicBoolean stopped, TestServers servers, Set<String> published) {
    for (int i = 0; !stopped.get(); i++) {
      String text = "message " + i;
      Awaitility.await(text)
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isStored(text, servers.token()));
      published.add("kitchen/light " + text);
    }
  }

  private boolean isStored(String text, String token) throws InterruptedException {
    CompletableFuture<Void> attempt =
        InThread.run(() -> {
          try (MqttConnection client = tls.connect("switch", Optional.of(token))) {
            client.publish("kitchen/light", text);
          }
        });
    try {
      attempt.get(SECONDS_FOR_A_MESSAGE, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private void putCertificate(TestServers servers) {
    List<String> names =
        List.of(
            "localhost",
            "orders-nats." + servers.namespace() + ".svc",
            "*.orders-nats-headless." + servers.namespace() + ".svc");
    servers.putSecret(SECRET, authority.issue(names.toArray(String[]::new)).data());
  }

  private static void apply(TestServers servers, int maxPayload) {
    servers.apply(
        """
        replicas: %d
        rotation: {overlap: 1s}
        limits: {maxPayload: %d}
        tls: {secretName: %s}
        mqtt: {enabled: true}
        service: {type: NodePort, mqttNodePort: %d}
        jetstream: {fileStore: {pvc: {size: 64Mi, deletionPolicy: Delete}}}
        """
            .formatted(SERVERS, maxPayload, SECRET, NODE_PORT));
    servers.awaitReady();
  }
}
