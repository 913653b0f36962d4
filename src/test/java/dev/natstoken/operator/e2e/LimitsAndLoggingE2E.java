package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server says of itself follows the spec, and goes back to nats-server's own. */
@EndToEnd
class LimitsAndLoggingE2E {

  private static final String ALL =
      """
      authTimeout: 7s
      limits:
        maxPayload: 2048
        maxConnections: 100
        maxSubscriptions: 1000
        maxPending: 1048576
        maxControlLine: 8192
        pingInterval: 30s
        pingMax: 3
        writeDeadline: 5s
        lameDuckDuration: 45s
        lameDuckGracePeriod: 1s
      logging:
        {debug: true, trace: true, traceVerbose: true, logtime: false, maxTracedMessageLength: 8}
      """;

  /** What only traceVerbose has in the log. */
  private static final String OF_THE_SYSTEM = "SYSTEM - <<- [PUB $SYS.";

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void everyLimitAndAllLoggingIsSetAndTakenBackAgain() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(ALL);
      servers.awaitReady();
      Pod pod = servers.pods().get(0);
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(75);
      JsonNode set = varz(pod);
      assertThat(set.path("auth_timeout").intValue()).isEqualTo(7);
      assertThat(set.path("max_payload").intValue()).isEqualTo(2048);
      assertThat(set.path("max_connections").intValue()).isEqualTo(100);
      assertThat(set.path("max_subscriptions").intValue()).isEqualTo(1000);
      assertThat(set.path("max_pending").intValue()).isEqualTo(1048576);
      assertThat(set.path("max_control_line").intValue()).isEqualTo(8192);
      assertThat(set.path("ping_interval").longValue()).isEqualTo(Duration.ofSeconds(30).toNanos());
      assertThat(set.path("ping_max").intValue()).isEqualTo(3);
      assertThat(set.path("write_deadline").longValue()).isEqualTo(Duration.ofSeconds(5).toNanos());
      assertThat(logAfterAMessage(servers))
          .contains("[DBG]", "[TRC]", "abcdefgh", OF_THE_SYSTEM)
          .doesNotContain("abcdefghi", servers.token());

      servers.apply(Map.of());
      servers.awaitReady();
      Pod plain = servers.pods().get(0);
      assertThat(plain.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(60);
      JsonNode unset = varz(plain);
      assertThat(unset.path("auth_timeout").intValue()).isEqualTo(5);
      assertThat(unset.path("max_payload").intValue()).isEqualTo(1048576);
      assertThat(unset.path("max_connections").intValue()).isEqualTo(65536);
      assertThat(unset.path("max_subscriptions").intValue()).isZero();
      assertThat(unset.path("ping_max").intValue()).isEqualTo(2);
      assertThat(logAfterAMessage(servers))
          .doesNotContain("[DBG]", "[TRC]", "abcdefgh", OF_THE_SYSTEM);
    }
  }

  private String logAfterAMessage(TestServers servers) throws Exception {
    Pod pod = servers.pods().get(0);
    try (Connection client = Login.connect(TestServers.host(pod), servers.token())) {
      client.publish("greet", "abcdefghijklmnop".getBytes(StandardCharsets.UTF_8));
      client.flush(Duration.ofSeconds(10));
    }
    return operator.client().pods().resource(pod).getLog();
  }

  private static JsonNode varz(Pod pod) throws IOException {
    URI uri = URI.create("http://" + TestServers.host(pod) + ":8222/varz");
    try (InputStream answer = uri.toURL().openStream()) {
      return new ObjectMapper().readTree(answer);
    }
  }
}
