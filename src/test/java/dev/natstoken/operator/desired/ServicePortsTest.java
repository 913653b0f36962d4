package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicePortsTest {

  /** A mesh that takes such a port for tls waits for a ClientHello, and the client for INFO. */
  @Test
  void whereTheServerSpeaksFirstItIsTcpWithTlsToo() {
    assertThat(ServicePorts.clients().getAppProtocol()).isEqualTo("tcp");
    assertThat(ServicePorts.routes().getAppProtocol()).isEqualTo("tcp");
    assertThat(ServicePorts.of(Listener.LEAF_NODES, true).getAppProtocol()).isEqualTo("tcp");
  }

  @ParameterizedTest
  @CsvSource({
    "MQTT, false, tcp",
    "MQTT, true, tls",
    "WEBSOCKET, false, http",
    "WEBSOCKET, true, https"
  })
  void whereTheClientSpeaksFirstItIsWhatTheClientSpeaks(
      Listener listener, boolean tls, String spoken) {
    assertThat(ServicePorts.of(listener, tls).getAppProtocol()).isEqualTo(spoken);
  }

  @Test
  void theMonitoringPortHasNoTls() {
    assertThat(ServicePorts.monitor().getAppProtocol()).isEqualTo("http");
  }
}
