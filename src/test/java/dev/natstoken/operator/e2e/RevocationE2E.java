package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.nats.probe.Logins;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long a leaked token works after its Secret was deleted, at three servers with many clients:
 * until nobody gets in, and until nobody who was in still is. While one server finds no node, those
 * that are replaced find none either: that is for the end.
 */
@EndToEnd
@Isolated("It measures seconds, and lets no pod find a node for a while.")
class RevocationE2E {

  private static final int SERVERS = 3;
  private static final int CLIENTS_PER_SERVER = 30;

  /** Twice the goal of 15 s: what is measured is reported, and a machine may be busy. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Map<String, ?> JETSTREAM =
      Map.of("jetstream", Map.of("memoryStore", Map.of("maxSize", "16Mi")));

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void allServersRefuseALeakedToken(TestReporter reporter) throws Exception {
    reporter.publishEntry("all run", measure(Map.of(), false));
  }

  @Test
  void alsoWhileOneFindsNoNode(TestReporter reporter) throws Exception {
    reporter.publishEntry("one is pending", measure(Map.of(), true));
  }

  @Test
  void alsoWithJetStream(TestReporter reporter) throws Exception {
    reporter.publishEntry("with JetStream", measure(JETSTREAM, false));
  }

  @Test
  void alsoWithJetStreamWhileOneFindsNoNode(TestReporter reporter) throws Exception {
    reporter.publishEntry("with JetStream, one is pending", measure(JETSTREAM, true));
  }

  private String measure(Map<String, ?> more, boolean onePending) throws Exception {
    Map<String, Object> spec = new HashMap<>(more);
    spec.put("replicas", SERVERS);
    List<Connection> clients = new ArrayList<>();
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec);
      servers.awaitReady();
      String leaked = servers.token();
      if (onePending) {
        makePending(servers, SERVERS - 1);
      }
      for (Pod pod : running(servers)) {
        for (int i = 0; i < CLIENTS_PER_SERVER; i++) {
          clients.add(Login.connect(TestServers.host(pod), leaked));
        }
      }
      long start = System.nanoTime();
      servers.deleteSecret(TestServers.TOKEN_SECRET);
      Since refused = new Since();
      Since gone = new Since();
      // For a while: a server that comes back must not have the token.
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(100))
          .during(Duration.ofSeconds(5))
          .until(() -> {
            boolean nobodyGetsIn =
                refused.see(running(servers).stream().noneMatch(p -> letsIn(p, leaked)));
            boolean nobodyIsIn =
                gone.see(
                    clients.stream().noneMatch(c -> c.getStatus() == Connection.Status.CONNECTED));
            return nobodyGetsIn && nobodyIsIn;
          });
      makeSchedulable(true);
      servers.awaitReady(s -> s.token().generation() == 2);
      servers.assertServing(SERVERS);
      servers.assertRefused(leaked);
      assertThat(servers.eventReasons()).contains("FormerTokenAccepted", "FormerTokenRefused");
      assertThat(refused.after(start)).as("until nobody gets in").isLessThan(LIMIT);
      assertThat(gone.after(start)).as("until nobody is in").isLessThan(LIMIT);
      return "nobody gets in after %s, nobody is in after %s"
          .formatted(refused.after(start), gone.after(start));
    } finally {
      makeSchedulable(true);
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  /** Since when something has been so without a break. */
  private static final class Since {

    private long first;

    boolean see(boolean now) {
      first = !now ? 0 : first == 0 ? System.nanoTime() : first;
      return now;
    }

    Duration after(long start) {
      return Duration.ofNanos(first - start);
    }
  }

  private static boolean letsIn(Pod pod, String token) {
    try {
      return Logins.isAccepted(TestServers.host(pod), 4222, Optional.of(token));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Pod> running(TestServers servers) {
    return servers.pods().stream()
        .filter(p -> p.getStatus() != null && p.getStatus().getPodIP() != null)
        .toList();
  }

  private void makePending(TestServers servers, int ordinal) {
    makeSchedulable(false);
    Pod pod = servers.pods().get(ordinal);
    operator.client().resource(pod).withGracePeriod(1).delete();
    Awaitility.await("a pod without a node")
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            servers.pods().stream()
                .filter(p -> p.getMetadata().getName().equals(pod.getMetadata().getName()))
                .anyMatch(
                    p -> !Objects.equals(p.getMetadata().getUid(), pod.getMetadata().getUid())));
  }

  /** The node takes pods or not; those that it has stay. */
  private void makeSchedulable(boolean is) {
    operator
        .client()
        .nodes()
        .list()
        .getItems()
        .forEach(node ->
            AsUser.edit(
                operator.client().nodes().withName(node.getMetadata().getName()),
                n ->
                    new NodeBuilder(n)
                        .editSpec()
                        .withUnschedulable(is ? null : true)
                        .endSpec()
                        .build()));
  }
}
