package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.NatsPorts;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;

/**
 * A port of a Service, and what is spoken there, so that no mesh has to guess:
 *
 * <ol>
 *   <li>Where the server speaks first (clients, routes, leaf nodes) it is tcp, with TLS too: NATS
 *       begins in clear and only then goes over to TLS. Whoever waits for a ClientHello there waits
 *       for ever.
 *   <li>MQTT is tls with TLS, else tcp.
 *   <li>WebSocket is https with TLS, else http. The monitoring port is http.
 * </ol>
 */
final class ServicePorts {

  private static final String TCP = "tcp";
  private static final String HTTP = "http";

  private ServicePorts() {}

  static ServicePort clients() {
    return port("nats", NatsPorts.CLIENTS, TCP);
  }

  static ServicePort routes() {
    return port("cluster", NatsPorts.ROUTES, TCP);
  }

  static ServicePort monitor() {
    return port("monitor", NatsPorts.MONITOR, HTTP);
  }

  static ServicePort of(Listener listener, boolean tls) {
    String spoken =
        switch (listener) {
          case WEBSOCKET -> tls ? "https" : HTTP;
          case MQTT -> tls ? "tls" : TCP;
          case LEAF_NODES -> TCP;
        };
    return port(listener.portName(), listener.port(), spoken);
  }

  private static ServicePort port(String name, int number, String appProtocol) {
    return new ServicePortBuilder()
        .withName(name)
        .withProtocol("TCP")
        .withAppProtocol(appProtocol)
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
