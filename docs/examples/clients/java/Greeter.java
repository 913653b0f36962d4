import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Answers on the subject greet, and goes on when the token changes. */
public final class Greeter {

  public static void main(String[] args) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    List<String> servers = Arrays.asList(secret("servers").split(","));
    Collections.shuffle(servers);
    Options options =
        Options.builder()
            .servers(servers.toArray(String[]::new))
            .noRandomize() // go round them: jnats closes when one server refuses it twice running
            .tokenSupplier(() -> secret("token").toCharArray()) // asked at every connect
            .maxReconnects(-1)
            .connectionName("greeter")
            .connectionListener(
                (connection, event) -> {
                  if (event == Events.CLOSED) {
                    closed.countDown();
                  }
                })
            .build();
    Connection connection = Nats.connect(options);
    connection
        .createDispatcher(m -> connection.publish(m.getReplyTo(), "Hello from Java".getBytes()))
        .subscribe("greet");
    closed.await();
    System.err.println("closed; Kubernetes starts me anew");
    System.exit(1);
  }

  /** Reads a key of the Secret orders-nats-token, which is mounted as files. */
  private static String secret(String key) {
    String folder = System.getenv().getOrDefault("NATS_SECRET_DIR", "/etc/nats-token");
    try {
      return Files.readString(Path.of(folder, key)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
