package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthStatus.Straggler;
import io.nats.client.Connection;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people and machines are told of a rotation. */
@Tag("api")
class RotationReportIT {

  @Test
  void theMetricsCountResourcesByTheirConditions() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      TestOperator operator = namespace.operator();
      assertThat(operator.gauge("nats.token.resources")).isZero();
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitStalled("ExistingSecretMissing");
      TestNamespace.await("the gauges of a resource that waits for its user")
          .until(() ->
              operator.gauge("nats.token.resources") == 1
                  && operator.gauge("nats.token.conditions", "type", "Stalled") == 1
                  && operator.gauge("nats.token.conditions", "type", "Ready") == 0);
      namespace.apply(Map.of());
      namespace.awaitReady();
      TestNamespace.await("the gauges of a resource that is Ready")
          .until(() ->
              operator.gauge("nats.token.conditions", "type", "Stalled") == 0
                  && operator.gauge("nats.token.conditions", "type", "Ready") == 1);
    }
  }

  @Test
  void theMetricsCountRotationsRotationsByPhaseAndTheClientsThatAreLate() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestOperator operator = servers.namespace().operator();
      assertThat(operator.gauge("nats.token.rotations", "phase", "Overlap")).isZero();
      try (Connection late = servers.connect(0, servers.token(), "late")) {
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        servers.request("1");
        servers.awaitOverlap(1);
        TestNamespace.await("the gauges")
            .until(() ->
                operator.gauge("nats.token.rotations", "phase", "Overlap") == 1
                    && operator.gauge("nats.token.previous.connections") == 1);
      }
    }
  }

  @Test
  void aClientThatCallsItselfByItsTokenBringsItIntoNoStatus() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      String former = servers.token();
      String longName = "x".repeat(300);
      try (Connection leaking = servers.connect(0, former, "token " + former);
          Connection talkative = servers.connect(0, former, longName)) {
        assertThat(leaking.getStatus()).isEqualTo(talkative.getStatus());
        servers.request("1");
        var rotation = servers.awaitOverlap(2).getStatus().rotation();
        assertThat(rotation.toString()).doesNotContain(former);
        assertThat(rotation.stragglers())
            .extracting(Straggler::name)
            .containsExactly("(holds the token)", "x".repeat(63) + "…");
      }
    }
  }

  @Test
  void aRequestForATokenThatTheUserBringsIsRefusedInWordsOnce() {
    try (RotatingServers servers = new RotatingServers(new TestNamespace())) {
      TestNamespace namespace = servers.namespace();
      namespace.putSecret("mine", "token", "the-first-token-0123");
      namespace.startOperator("1s");
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitReady();
      servers.request("1");
      TestNamespace.await("the Event")
          .until(() -> namespace.eventReasons().contains("RotationImpossible"));
      namespace.operator().awaitReconciliations(3);
      assertThat(Collections.frequency(namespace.eventReasons(), "RotationImpossible")).isOne();
      assertThat(servers.token()).isEqualTo("the-first-token-0123");
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }
}
