package dev.natstoken.operator.apiserver;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A working day of the operator in half a minute: the program as it is shipped, with a real API
 * server and real nats-servers. {@code dev/image-root} has the program's JVM record what it loads
 * and runs meanwhile, so that in a cluster it starts, and works from the first resource on, as if
 * it had run for long.
 */
public final class Rehearsal {

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  private static final int RESOURCES = 5;
  private static final int MINUTES_FOR_THE_RECORD = 5;

  private Rehearsal() {}

  /** Takes the command that starts the program; it must come through the day without a fault. */
  public static void main(String[] command) throws IOException, InterruptedException {
    int end = 1;
    try {
      int port = freePort();
      int metricsPort = freePort();
      Process operator = start(command, port, metricsPort);
      awaitReady(operator, port);
      for (int i = 1; i <= RESOURCES; i++) {
        day(i);
        get(port, "readyz");
        get(metricsPort, "metrics");
      }
      operator.destroy();
      end = operator.waitFor(MINUTES_FOR_THE_RECORD, TimeUnit.MINUTES) ? 0 : 1;
    } catch (RuntimeException | AssertionError e) {
      log.error("The rehearsal failed", e);
    }
    System.exit(end); // The clients' threads would go on.
  }

  private static Process start(String[] command, int port, int metricsPort) throws IOException {
    Path kubeConfig = Files.createTempFile("rehearsal", ".kubeconfig");
    kubeConfig.toFile().deleteOnExit();
    Files.writeString(kubeConfig, ApiServer.get().kubeConfig());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG", kubeConfig.toString(),
                "OPERATOR_PROBE_PORT", Integer.toString(port),
                "OPERATOR_METRICS_PORT", Integer.toString(metricsPort),
                "OPERATOR_LEADER_ELECTION", "true"));
    Process operator = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(operator::destroyForcibly));
    return operator;
  }

  private static void day(int number) {
    try (TestNamespace namespace = new TestNamespace()) {
      int more = number % 3 + 1;
      namespace.apply(Map.of("replicas", (number + 1) % 3 + 1));
      namespace.awaitReady();
      namespace.apply(Map.of("replicas", more, "limits", Map.of("maxConnections", 1000)));
      namespace.awaitReady();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      namespace.putSecret("brought", "token", "a-token-of-a-user-" + "x".repeat(32));
      namespace.apply(
          Map.of("replicas", more, "token", Map.of("existingSecret", Map.of("name", "brought"))));
      namespace.awaitReady(r -> r.getStatus().token().generation() == 3);
      namespace.resource().delete();
      namespace.collectGarbage(Set.of());
    }
  }

  private static void awaitReady(Process operator, int port) {
    TestNamespace.await("operator ready")
        .failFast("the operator ended", () -> !operator.isAlive())
        .until(() -> get(port, "readyz"));
  }

  private static boolean get(int port, String page) throws IOException {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + "/" + page);
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        return false;
      }
      try (var body = connection.getInputStream()) {
        body.readAllBytes();
        return true;
      }
    } catch (java.net.ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
