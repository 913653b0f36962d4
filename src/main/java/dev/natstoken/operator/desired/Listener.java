package dev.natstoken.operator.desired;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.nats.config.NatsPorts;
import java.util.List;
import java.util.stream.Stream;

/** A way in for clients besides the NATS port; each takes the token and nothing else. */
public enum Listener {
  WEBSOCKET("websocket", NatsPorts.WEBSOCKET),
  MQTT("mqtt", NatsPorts.MQTT),
  LEAF_NODES("leafnodes", NatsPorts.LEAF_NODES);

  private final String portName;
  private final int port;

  Listener(String portName, int port) {
    this.portName = portName;
    this.port = port;
  }

  /** Those that the spec opens. */
  public static List<Listener> of(NatsTokenAuthSpec spec) {
    return Stream.of(values())
        .filter(listener ->
            switch (listener) {
              case WEBSOCKET -> spec.websocketEnabled();
              case MQTT -> spec.mqttIfEnabled().isPresent();
              case LEAF_NODES -> spec.leafNodesEnabled();
            })
        .toList();
  }

  public int port() {
    return port;
  }

  String portName() {
    return portName;
  }
}
