package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.MqttConnection;
import dev.natstoken.operator.nats.MqttConnection.Arrivals;
import dev.natstoken.operator.nats.MqttConnection.Way;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clients of MQTT at the Service, with what stands in the token Secret. */
@EndToEnd
class MqttE2E {

  /** Where the node of the development cluster opens its ports. */
  private static final Way NODE = Way.plain("127.0.0.1", 30064);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void clientsOfMqttAndOfNatsReachEachOtherWithTheTokenAlone() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec(Map.of()));
      servers.awaitReady();
      String digest = servers.status().configDigest();
      servers.apply(
          spec(
              Map.of(
                  "mqtt",
                  Map.of("enabled", true),
                  "service",
                  Map.of("type", "NodePort", "mqttNodePort", 30064))));
      servers.awaitReady(s -> !digest.equals(s.configDigest()));

      String token = servers.token();
      String host = servers.serviceAddress();
      Way mqtt = Way.plain(host, MqttConnection.PORT);
      try (Connection nats = Login.connect(host, token);
          MqttConnection client = mqtt.connect("thermometer", Optional.of(token))) {
        Subscription subscription = nats.subscribe("kitchen.temperature");
        nats.flush(PATIENCE);
        client.publish("kitchen/temperature", "21");
        var message = subscription.nextMessage(PATIENCE);
        assertThat(new String(message.getData(), StandardCharsets.UTF_8)).isEqualTo("21");
        Arrivals arrivals = client.subscribe("kitchen/light");
        nats.publish("kitchen.light", "on".getBytes(StandardCharsets.UTF_8));
        assertThat(arrivals.next()).contains("kitchen/light on");
      }
      NodePorts.await(NODE.host(), NODE.port());
      NODE.connect("thermometer", Optional.of(token)).close();
      assertThat(mqtt.isRefused(Optional.empty())).as("without a token").isTrue();
      assertThat(mqtt.isRefused(Optional.of("not-the-token-0123456789")))
          .as("with another token")
          .isTrue();

      servers.requestRotation("1");
      servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
      Login.connect(host, servers.token()).close();
      assertThat(mqtt.isRefused(Optional.of(token))).as("with the former token").isTrue();
      mqtt.connect("thermometer", Optional.of(servers.token())).close();
    }
  }

  private static Map<String, Object> spec(Map<String, ?> more) {
    Map<String, Object> spec = new HashMap<>(more);
    Map<String, String> claim = Map.of("size", "64Mi", "deletionPolicy", "Delete");
    spec.put("jetstream", Map.of("fileStore", Map.of("pvc", claim)));
    return spec;
  }
}
