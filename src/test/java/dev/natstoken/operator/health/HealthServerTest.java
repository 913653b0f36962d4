package dev.natstoken.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("It holds thousands of connections.")
class HealthServerTest {

  private static final int MANY = 3000;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final List<Socket> held = new ArrayList<>();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(AT_ONCE).build();
  private Answer live = Answer.ok("ok\n");
  private boolean ready = true;
  private String metrics = "a_metric 1\n";
  private HealthServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new HealthServer(0, 0, () -> live, () -> ready, () -> metrics, InstantSource.system());
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    held.forEach(socket -> {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Test
  void eachPageIsAtItsPortAndNowhereElse() throws Exception {
    assertThat(get(server.probePort(), "/livez").body()).isEqualTo("ok\n");
    assertThat(get(server.probePort(), "/readyz").body()).isEqualTo("ok\n");
    assertThat(get(server.metricsPort(), "/metrics?x=y").body()).isEqualTo("a_metric 1\n");
    assertThat(get(server.probePort(), "/metrics").statusCode()).isEqualTo(404);
    assertThat(get(server.metricsPort(), "/livez").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotLiveOrNotReadyIsUnavailable() throws Exception {
    ready = false;
    live = Answer.unavailable("stuck\n");
    assertThat(get(server.probePort(), "/livez").statusCode()).isEqualTo(503);
    assertThat(get(server.probePort(), "/livez").body()).isEqualTo("stuck\n");
    assertThat(get(server.probePort(), "/readyz").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /livez HTTP/1.1\r\nHost: a\r\n"})
  void thousandsOfConnectionsThatDoNotGoOnKeepNoProbeWaiting(String begun) throws Exception {
    for (int i = 0; i < MANY; i++) {
      hold(server.probePort(), begun);
      if (i % 100 == 0) {
        assertThat(get(server.probePort(), "/livez").statusCode()).isEqualTo(200);
      }
    }
    assertThat(get(server.probePort(), "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void whoFloodsTheMetricsKeepsNoProbeWaiting() throws Exception {
    metrics = "a_metric 1\n".repeat(1_000_000);
    for (int i = 0; i < MANY; i++) {
      hold(server.metricsPort(), "GET /metrics HTTP/1.1\r\n" + (i % 2 == 0 ? "\r\n" : ""));
    }
    assertThat(get(server.probePort(), "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void aConnectionThatTricklesIsEnded() throws Exception {
    Socket socket = hold(server.probePort(), "G");
    socket.setSoTimeout(15_000);
    Awaitility.await("the end")
        .atMost(Duration.ofSeconds(10))
        .ignoreNoExceptions()
        .until(() -> isEnded(socket));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\n\r\n", "GET\r\n\r\n", "GET /livez\r\n\r\n", "GET  /livez HTTP/1.1\r\n\r\n"})
  void whatIsNoRequestIsRefused(String request) throws Exception {
    Socket socket = hold(server.probePort(), request);
    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void nothingIsWrittenThroughIt() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri(server.probePort(), "/livez"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void anEndlessLineIsCutOff() throws Exception {
    Socket socket = hold(server.probePort(), "G".repeat(4096));
    Awaitility.await("the end").atMost(AT_ONCE).until(() -> isEnded(socket));
  }

  private static boolean isEnded(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private Socket hold(int port, String begun) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    held.add(socket);
    socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri(port, path)).timeout(AT_ONCE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
