package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.nats.RunningServer;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other ways in, the token opens each, nothing else. */
@EndToEnd
class ListenersE2E {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final List<Optional<String>> WRONG =
      List.of(Optional.empty(), Optional.of("not-the-token-0123456789"));

  @TempDir Path folder;

  @Test
  void webSocketClientsAndLeafNodesReachTheOthersWithTheTokenAlone() throws Exception {
    try (TestServers servers = new TestServers(InstalledOperator.get())) {
      servers.apply(
          Map.of(
              "replicas", 2,
              "websocket", Map.of("enabled", true),
              "leafNodes", Map.of("enabled", true)));
      servers.awaitReady();
      String token = servers.token();
      String host = TestServers.host(servers.pods().get(0));
      try (Connection other = Login.connect(TestServers.host(servers.pods().get(1)), token);
          Connection browser = overWebSocket(host, Optional.of(token));
          RunningServer branch = leaf(host, "right", token + "@");
          Connection atBranch = Nats.connect(branch.url())) {
        Subscription arrivals = other.subscribe("greetings");
        other.flush(PATIENCE);
        assertArrives(arrivals, browser, "from a browser");
        assertArrives(arrivals, atBranch, "from a branch");
      }

      for (Optional<String> wrong : WRONG) {
        assertThatThrownBy(() -> overWebSocket(host, wrong)).isInstanceOf(IOException.class);
        String name = wrong.orElse("none");
        try (RunningServer refused = leaf(host, name, wrong.map(t -> t + "@").orElse(""))) {
          Path log = folder.resolve(name).resolve("server.log");
          Awaitility.await("the leaf node is refused")
              .atMost(PATIENCE)
              .until(() -> Files.readString(log).contains("Authorization Violation"));
        }
      }
    }
  }

  /** Interest takes its time to get around, so it is published until it comes. */
  private static void assertArrives(Subscription arrivals, Connection sender, String text) {
    Awaitility.await(text)
        .atMost(PATIENCE)
        .until(() -> {
          sender.publish("greetings", text.getBytes(StandardCharsets.UTF_8));
          var message = arrivals.nextMessage(Duration.ofMillis(200));
          return message != null
              && text.equals(new String(message.getData(), StandardCharsets.UTF_8));
        });
  }

  private static Connection overWebSocket(String host, Optional<String> token) throws Exception {
    Options.Builder options =
        Options.builder()
            .server("ws://" + host + ":8080")
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {});
    token.ifPresent(t -> options.token(t.toCharArray()));
    return Nats.connect(options.build());
  }

  private RunningServer leaf(String host, String name, String userInfo) {
    String remote = "nats-leaf://" + userInfo + host + ":7422";
    return RunningServer.start(
        RunningServer.programs().get(0),
        folder.resolve(name),
        "leafnodes: {\"remotes\":[{\"url\":\"" + remote + "\"}]}\n",
        "");
  }
}
