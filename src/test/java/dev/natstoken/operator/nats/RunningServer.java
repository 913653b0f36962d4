package dev.natstoken.operator.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.nats.config.ConfigText;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.config.HostPort;
import dev.natstoken.operator.nats.probe.ServerProbe.Endpoint;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real nats-server with the given files, named after their folder: under another name a server
 * that comes back would be a new one to those that store with it. Client and monitoring ports come
 * from the command line, which is not part of what config_digest is made of. The route port stands
 * in the file: given on the command line, it would switch off the password of the routes.
 */
public final class RunningServer implements AutoCloseable {

  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private final Process process;
  private final Endpoint endpoint;

  private RunningServer(Process process, Endpoint endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Programs of the versions that are tested, from the folder given by {@code tools.bin}. */
  public static List<Path> programs() {
    Path bin = Path.of(System.getProperty("tools.bin", "tools.bin-is-not-set"));
    List<Path> programs =
        List.of(
            bin.resolve("nats-server"),
            bin.resolve("nats-server-" + System.getProperty("nats.old", "")));
    assertThat(programs).as("run this through dev/test nats").allMatch(Files::isExecutable);
    return programs;
  }

  static RunningServer start(Path program, Path folder, GoldenConfigs.Texts texts) {
    return start(program, folder, texts.natsConf(), texts.routesConf());
  }

  /** With these texts of nats.conf and of routes.conf beside it. */
  public static RunningServer start(Path program, Path folder, String natsConf, String routesConf) {
    return start(program, folder, natsConf, routesConf, "/healthz");
  }

  /** One that listens at this address. */
  public static RunningServer startAt(
      String address, Path program, Path folder, String natsConf, String routesConf) {
    return start(address, program, folder, natsConf, routesConf, "/healthz");
  }

  /** One that waits for others to store is healthy only with them, but runs before. */
  static RunningServer startAmongOthers(Path program, Path folder, GoldenConfigs.Texts texts) {
    return start(
        program, folder, texts.natsConf(), texts.routesConf(), "/healthz?js-enabled-only=true");
  }

  private static RunningServer start(
      Path program, Path folder, String natsConf, String routesConf, String page) {
    return start("127.0.0.1", program, folder, natsConf, routesConf, page);
  }

  private static RunningServer start(
      String address, Path program, Path folder, String natsConf, String routesConf, String page) {
    try {
      Files.createDirectories(folder);
      Path pid = folder.resolve("nats.pid");
      Files.writeString(folder.resolve("nats.conf"), natsConf);
      // The text says which of the two it includes.
      Files.writeString(folder.resolve("routes.conf"), routesConf);
      Files.writeString(folder.resolve("routes-tls.conf"), routesConf);
      Path log = folder.resolve("server.log");
      Endpoint endpoint = new Endpoint(address, freePort(), freePort());
      List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
      command.addAll(List.of("--config", "nats.conf"));
      command.addAll(List.of("--name", folder.getFileName().toString()));
      command.addAll(List.of("--addr", address, "--pid", pid.toAbsolutePath().toString()));
      command.addAll(List.of("--port", Integer.toString(endpoint.clientPort())));
      command.addAll(List.of("--http_port", Integer.toString(endpoint.monitorPort())));
      command.addAll(List.of("--store_dir", folder.resolve("data").toAbsolutePath().toString()));
      command.addAll(List.of("--log", log.toAbsolutePath().toString()));
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.log").toFile())
              .start();
      RunningServer server = new RunningServer(process, endpoint);
      Awaitility.await("nats-server with " + folder + ", see " + log)
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(20))
          .failFast(() ->
              assertThat(process.isAlive())
                  .as(() -> text(folder.resolve("output.log")) + text(log))
                  .isTrue())
          .until(() -> answers(endpoint, page));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public String url() {
    return "nats://" + new HostPort(endpoint.host(), endpoint.clientPort());
  }

  /** One that was not given before: nobody may listen to that one yet. */
  public static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0)) {
        if (PORTS.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether all that it stores is current. */
  boolean isHealthy() {
    return answers(endpoint, "/healthz");
  }

  private static boolean answers(Endpoint endpoint, String page) {
    try {
      URI uri =
          URI.create("http://" + new HostPort(endpoint.host(), endpoint.monitorPort()) + page);
      return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A client with the token of {@link GoldenConfigs}. */
  Connection connect() throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder()
            .server(url())
            .token(GoldenConfigs.TOKEN.value().toCharArray())
            .errorListener(new ErrorListener() {})
            .build());
  }

  /** A page of its monitoring port. */
  JsonNode page(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.monitorPort() + path);
    try (InputStream answer = uri.toURL().openStream()) {
      return ConfigText.JSON.readTree(answer);
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
