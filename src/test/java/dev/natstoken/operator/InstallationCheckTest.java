package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natstoken.operator.connection.ApiConnection;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What helm test runs says what is wrong, and ends only when all is well or patience is over. */
class InstallationCheckTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final AtomicInteger notReadyAnswers = new AtomicInteger();
  private int served = 200;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean readiness = exchange.getRequestURI().getPath().equals("/readyz");
          boolean starting =
              notReadyAnswers.getAndUpdate(n -> readiness ? Math.max(0, n - 1) : n) > 0;
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(readiness ? (starting ? 503 : 200) : served, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private boolean passes(Duration patience) throws InterruptedException {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    try (KubernetesClient client =
        ApiConnection.client(
                new ConfigBuilder().withMasterUrl(address).withRequestRetryBackoffLimit(0).build())
            .build()) {
      return new InstallationCheck(URI.create(address + "/readyz"), client)
          .passes(patience, new PrintStream(output, true, StandardCharsets.UTF_8));
    }
  }

  private String said() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aReadyOperatorWithItsCrdPasses() throws InterruptedException {
    assertThat(passes(Duration.ZERO)).isTrue();
    assertThat(said()).contains("The operator is ready").hasLineCount(1);
  }

  @Test
  void anOperatorThatStartsIsWaitedFor() throws InterruptedException {
    notReadyAnswers.set(2);
    assertThat(passes(LONG)).isTrue();
  }

  @Test
  void anOperatorThatDoesNotBecomeReadyFailsIt() throws InterruptedException {
    notReadyAnswers.set(Integer.MAX_VALUE);
    assertThat(passes(Duration.ZERO)).isFalse();
    assertThat(said()).contains("The operator is not ready", "/readyz answers 503");
  }

  @Test
  void aMissingCrdFailsIt() throws InterruptedException {
    served = 404;
    assertThat(passes(Duration.ZERO)).isFalse();
    assertThat(said()).contains("does not serve NatsTokenAuth: /apis/natstoken.dev/v1alpha1");
  }
}
