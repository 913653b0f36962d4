package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The Service for clients leads in by every way that its type opens, and closes it again. */
@EndToEnd
class ServiceTypesE2E {

  /** Where the node of the development cluster opens its ports. */
  private static final String NODE = "127.0.0.1";

  private static final int NATS = 30061;
  private static final int WEBSOCKET = 30062;
  private static final int LEAF_NODES = 30063;

  /** Of a class that nobody serves: the cluster's own would not see to it. */
  private static final String BALANCED =
      "LoadBalancer, loadBalancerClass: example.com/nobody, loadBalancerSourceRanges: [10.0.0.0/8]";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InstalledOperator operator = InstalledOperator.get();

  /** There is no load balancer here: that type is as good as its node ports. */
  @Test
  void clientsComeInAtTheNodesWhereTheTypeSaysSoAndNoServerRestarts() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec("{}"));
      servers.awaitReady();
      Set<String> pods = servers.podUids();
      for (String type : new String[] {"NodePort", BALANCED}) {
        servers.apply(
            spec(
                "{type: %s, nodePort: %d, websocketNodePort: %d, leafNodesNodePort: %d,"
                        .formatted(type, NATS, WEBSOCKET, LEAF_NODES)
                    + " externalHost: %s, externalPort: %d}".formatted(NODE, NATS)));
        servers.awaitReady();
        assertThat(type).startsWith(service(servers).getSpec().getType());
        assertThat(SecretText.of(servers.secret(TestServers.TOKEN_SECRET), "servers"))
            .endsWith(",nats://" + NODE + ":" + NATS);
        assertLogsIn("nats", NATS, servers.token());
        assertLogsIn("ws", WEBSOCKET, servers.token());
        Awaitility.await("a server for leaf nodes")
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> greeting(LEAF_NODES).contains("\"auth_required\":true"));
      }
      assertThat(service(servers).getSpec().getLoadBalancerClass()).isEqualTo("example.com/nobody");
      assertThat(service(servers).getSpec().getLoadBalancerSourceRanges())
          .containsExactly("10.0.0.0/8");
      servers.apply(spec("{}"));
      servers.awaitReady();
      assertThat(service(servers).getSpec().getLoadBalancerSourceRanges()).isEmpty();
      assertThat(service(servers).getSpec().getPorts())
          .extracting(ServicePort::getNodePort)
          .allMatch(Objects::isNull);
      servers.assertServing(1);
      assertThat(servers.podUids()).isEqualTo(pods);
    }
  }

  private Service service(TestServers servers) {
    return operator
        .client()
        .services()
        .inNamespace(servers.namespace())
        .withName("orders-nats")
        .get();
  }

  /** The rules of a new port take a moment to get to the node. */
  private void assertLogsIn(String scheme, int port, String token) {
    Options options =
        Options.builder()
            .server(scheme + "://" + NODE + ":" + port)
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {})
            .token(token.toCharArray())
            .build();
    Awaitility.await(scheme + " at the node")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          try (Connection client = Nats.connect(options)) {
            return client.getStatus() == Connection.Status.CONNECTED;
          }
        });
  }

  private String greeting(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var reader = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      return String.valueOf(new BufferedReader(reader).readLine());
    }
  }

  private static String spec(String service) {
    return "{websocket: {enabled: true}, leafNodes: {enabled: true}, service: " + service + "}";
  }
}
