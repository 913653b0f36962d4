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
      assertThat(operator.gauge("natstoken_operator_resources")).isZero();
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitStalled("ExistingSecretMissing");
      TestNamespace.await("the gauges of a resource that waits for its user")
          .until(() ->
              operator.gauge("natstoken_operator_resources") == 1
                  && operator.gauge("natstoken_operator_conditions", "type", "Stalled") == 1
                  && operator.gauge("natstoken_operator_conditions", "type", "Ready") == 0);
      namespace.apply(Map.of());
      namespace.awaitReady();
      TestNamespace.await("the gauges of a resource that is Ready")
          .until(() ->
              operator.gauge("natstoken_operator_conditions", "type", "Stalled") == 0
                  && operator.gauge("natstoken_operator_conditions", "type", "Ready") == 1);
    }
  }

  @Test
  void theMetricsOfAResourceSayWhatItsStatusSaysAndGoWithIt() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestOperator operator = servers.namespace().operator();
      servers.request("1");
      servers.awaitOverlap(0);
      String names =
          "resource=\"%s\",resource_namespace=\"%s\""
              .formatted(TestNamespace.NAME, servers.namespace().name());
      TestNamespace.await("the metrics of a rotation")
          .until(
              () -> operator.scrape().contains("natstoken_last_proof_timestamp_seconds{" + names));
      assertThat(operator.scrape())
          .contains(
              "natstoken_rotation_phase{phase=\"Overlap\"," + names + "} 1.0",
              "natstoken_former_token_connections{" + names + "} 0.0",
              "natstoken_overlap_end_timestamp_seconds{" + names,
              "natstoken_token_start_timestamp_seconds{" + names,
              "natstoken_servers_ready{" + names + "} 2.0",
              "natstoken_servers_wanted{" + names + "} 2.0",
              "natstoken_operator_leader 1.0",
              "natstoken_operator_watch_gap_seconds 0.0")
          .containsPattern("natstoken_operator_probes_total\\{result=\"Proved\"} [1-9]")
          .containsPattern("natstoken_operator_watches [1-9]");
      servers.namespace().resource().delete();
      TestNamespace.await("no series is left").until(() -> !operator.scrape().contains(names));
    }
  }

  @Test
  void theMetricsCountRotationsRotationsByPhaseAndTheClientsThatAreLate() throws Exception {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestOperator operator = servers.namespace().operator();
      assertThat(operator.gauge("natstoken_operator_rotations", "phase", "Overlap")).isZero();
      try (Connection late = servers.connect(0, servers.token(), "late")) {
        assertThat(late.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        servers.request("1");
        servers.awaitOverlap(1);
        TestNamespace.await("the gauges")
            .until(() ->
                operator.gauge("natstoken_operator_rotations", "phase", "Overlap") == 1
                    && operator.gauge("natstoken_operator_former_token_connections") == 1);
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
