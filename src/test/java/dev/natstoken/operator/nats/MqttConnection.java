package dev.natstoken.operator.nats;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient.Mqtt3Publishes;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** A client of MQTT as docs/mqtt.md tells its users to set it up: the token is the password. */
public final class MqttConnection implements AutoCloseable {

  public static final int PORT = 1883;

  private static final String USER = "mqtt";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Mqtt3BlockingClient client;
  private final Arrivals all;

  private MqttConnection(Mqtt3BlockingClient client) {
    this.client = client;
    all = new Arrivals(client.publishes(MqttGlobalPublishFilter.ALL));
  }

  /**
   * Where and how to connect.
   *
   * @param trust empty: without TLS
   */
  public record Way(String host, int port, boolean webSocket, Optional<TrustManagerFactory> trust) {

    public static Way plain(String host, int port) {
      return new Way(host, port, false, Optional.empty());
    }

    Way overWebSocket(int webSocketPort) {
      return new Way(host, webSocketPort, true, trust);
    }

    public Way trusting(TrustManagerFactory authority) {
      return new Way(host, port, webSocket, Optional.of(authority));
    }

    /** Connects with a session that is gone afterwards. */
    public MqttConnection connect(String id, Optional<String> token) {
      return connect(id, token, true);
    }

    /** Goes on with the session of this id, or begins one that stays. */
    public MqttConnection resume(String id, Optional<String> token) {
      return connect(id, token, false);
    }

    private MqttConnection connect(String id, Optional<String> token, boolean clean) {
      Mqtt3ClientBuilder builder =
          MqttClient.builder().useMqttVersion3().identifier(id).serverHost(host).serverPort(port);
      if (webSocket) {
        builder = builder.webSocketConfig().serverPath("mqtt").applyWebSocketConfig();
      }
      if (trust.isPresent()) {
        builder =
            builder.sslConfig(
                MqttClientSslConfig.builder().trustManagerFactory(trust.get()).build());
      }
      if (token.isPresent()) {
        builder =
            builder
                .simpleAuth()
                .username(USER)
                .password(token.get().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
      }
      Mqtt3BlockingClient client = builder.buildBlocking();
      MqttConnection connection = new MqttConnection(client);
      client.connectWith().cleanSession(clean).send();
      return connection;
    }

    /** Whether the server says that this token, or none, does not get in. */
    public boolean isRefused(Optional<String> token) {
      try (MqttConnection connection = connect("refused", token)) {
        return !connection.client.getState().isConnected();
      } catch (Mqtt3ConnAckException e) {
        return e.getMqttMessage().getReturnCode() == Mqtt3ConnAckReturnCode.NOT_AUTHORIZED;
      }
    }
  }

  /** Returns when the server has stored it. */
  public void publish(String topic, String text) {
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(text.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  /** Returns when the server has the subscription. */
  public Arrivals subscribe(String topic) {
    Mqtt3Publishes publishes = client.publishes(MqttGlobalPublishFilter.SUBSCRIBED);
    client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send();
    return new Arrivals(publishes);
  }

  /** All messages, also those that waited for a session. */
  public Arrivals arrivals() {
    return all;
  }

  /** The messages of a subscription, or of several. */
  public static final class Arrivals {

    private final Mqtt3Publishes publishes;

    private Arrivals(Mqtt3Publishes publishes) {
      this.publishes = publishes;
    }

    /** The next message, as topic and text; empty when none comes in time. */
    public Optional<String> next() throws InterruptedException {
      return publishes
          .receive(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .map(p -> p.getTopic() + " " + new String(p.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
