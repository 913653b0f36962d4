package dev.natstoken.operator.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.config.ServerConfig;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A real nats-server of a mesh with the configuration that the operator renders, at a loopback
 * address of its own, so that the ports are those of a pod too.
 */
final class LocalServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TokenHasher HASHER = new TokenHasher(new SecureRandom());
  private static final RouteCredentials ROUTES =
      new RouteCredentials("routes", "password-of-the-routes");
  private static final int LAME_DUCK_SECONDS = 30; // the least that nats-server takes
  private static final int GRACE_SECONDS = 5;

  private final Path program;
  private final Path folder;
  private final String host;
  private final List<String> peers;
  private Process process;

  LocalServer(Path program, Path folder, String host, List<String> peers) {
    this.program = program;
    this.folder = folder;
    this.host = host;
    this.peers = peers;
  }

  String url() {
    return "nats://" + host + ":4222";
  }

  void start(Token token) throws IOException {
    Files.createDirectories(folder);
    ServerConfig config = GoldenConfigs.leaving(LAME_DUCK_SECONDS, GRACE_SECONDS);
    Files.writeString(
        folder.resolve("nats.conf"),
        NatsConfig.render(config, HASHER.hash(token, 4), RoutesConfig.FILE));
    Files.writeString(
        folder.resolve(RoutesConfig.FILE),
        RoutesConfig.render("local", ROUTES, peers)
            .replace("\"port\":6222", "\"host\":\"" + host + "\",\"port\":6222"));
    launch();
    Awaitility.await("a server with the files in " + folder)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          if (!process.isAlive()) {
            launch(); // What is left of a killed server can keep its ports for a moment.
          }
          return isUp();
        });
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--config",
                folder.resolve("nats.conf").toString(),
                "--addr",
                host,
                "--pid",
                pidFile(),
                "--log",
                folder.resolve("server.log").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
  }

  /** The names of the clients that are connected; none while it does not answer. */
  Set<String> clients() {
    try (InputStream page = URI.create("http://" + host + ":8222/connz").toURL().openStream()) {
      return JSON.readTree(page).path("connections").findValuesAsText("name").stream()
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Stops as a pod does: the clients are sent away one after the other. */
  void stopGently() throws IOException, InterruptedException {
    new ProcessBuilder(program.toString(), "--signal", "ldm=" + pidFile()).start().waitFor();
    if (!process.waitFor(LAME_DUCK_SECONDS * 2L, TimeUnit.SECONDS)) {
      throw new AssertionError("the server at " + host + " does not stop");
    }
  }

  private String pidFile() {
    return folder.resolve("nats.pid").toString();
  }

  private boolean isUp() {
    try {
      URI uri = URI.create("http://" + host + ":8222/healthz");
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect(); // one kept alive would keep the port from the next server here
      }
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
