package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A real nats-server with the ports of a pod, at a loopback address that no other has. Its routes
 * come from the command line, since the names in the file lead nowhere without a cluster's DNS;
 * that switches their password off, which is tested elsewhere. What it stores is gone with it.
 */
final class LoopbackServer implements AutoCloseable {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** Other test runs on this machine have others. */
  private static final String NETWORK = "127." + (1 + ProcessHandle.current().pid() % 254) + ".";

  private final String address;
  private final Process process;

  /**
   * Starts it.
   *
   * @param files by their paths in the folder from which it runs
   */
  LoopbackServer(Path folder, Map<String, String> files, Collection<LoopbackServer> peers) {
    int number = COUNTER.incrementAndGet();
    address = NETWORK + number / 250 + "." + (number % 250 + 1);
    Path program = Path.of(System.getProperty("tools.bin", "")).resolve("nats-server");
    assertThat(program).as("run this through dev/test api").isExecutable();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
      command.addAll(List.of("--config", "nats.conf", "--addr", address));
      String natsConf = files.get("nats.conf");
      if (natsConf.contains("include") || natsConf.contains("\"cluster\"")) {
        command.addAll(List.of("--cluster", route(address), "--routes"));
        command.add(peers.stream().map(p -> route(p.address)).collect(Collectors.joining(",")));
      }
      command.addAll(List.of("--store_dir", "data", "--pid", "nats.pid", "--log", "server.log"));
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              // Not ours: a server that a failed test left behind would keep the pipe to Maven
              // open.
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("nats-server in " + folder)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> assertThat(process.isAlive()).as(() -> lastWords(folder)).isTrue())
        .until(this::isUp);
  }

  private static String lastWords(Path folder) {
    try {
      return "nats-server: " + Files.readAllLines(folder.resolve("server.log")).getLast();
    } catch (IOException | NoSuchElementException e) {
      return "nats-server, which said nothing";
    }
  }

  private static String route(String address) {
    return "nats://" + address + ":6222";
  }

  String address() {
    return address;
  }

  /** From here on the kernel takes connections for it, and nobody answers. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isUp() {
    try {
      URI uri = URI.create("http://" + address + ":8222/healthz?js-enabled-only=true");
      return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
