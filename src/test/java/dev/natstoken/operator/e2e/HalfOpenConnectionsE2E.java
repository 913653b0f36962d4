package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Somebody whom no policy keeps from the operator's pod opens connections and says next to nothing.
 */
@EndToEnd
class HalfOpenConnectionsE2E {

  /** Less than kubelet's. */
  private static final int PATIENCE_MILLIS = 1000;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void keepNoProbeWaiting() throws IOException {
    operator.awaitAvailable();
    Pod pod = operator.pods().getFirst();
    HTTPGetAction probe = pod.getSpec().getContainers().getFirst().getLivenessProbe().getHttpGet();
    List<Socket> halfOpen = new ArrayList<>();
    try {
      for (var port : pod.getSpec().getContainers().getFirst().getPorts()) {
        for (int i = 0; i < 2; i++) {
          Socket socket = new Socket(pod.getStatus().getPodIP(), port.getContainerPort());
          halfOpen.add(socket);
          socket.getOutputStream().write('G');
        }
      }
      assertThat(halfOpen).hasSizeGreaterThanOrEqualTo(4);
      Awaitility.await("a probe that is kept waiting")
          .during(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .until(() -> answer(pod, probe) == HttpURLConnection.HTTP_OK);
      assertThat(InstalledOperator.metrics(pod)).isNotEmpty();
    } finally {
      for (Socket socket : halfOpen) {
        socket.close();
      }
    }
  }

  private static int answer(Pod pod, HTTPGetAction probe) throws IOException {
    int port =
        pod.getSpec().getContainers().getFirst().getPorts().stream()
            .filter(p -> p.getName().equals(probe.getPort().getStrVal()))
            .findFirst()
            .orElseThrow()
            .getContainerPort();
    URI uri = URI.create("http://" + pod.getStatus().getPodIP() + ":" + port + probe.getPath());
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    return connection.getResponseCode();
  }
}
