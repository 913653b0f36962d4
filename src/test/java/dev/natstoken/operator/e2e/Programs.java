package dev.natstoken.operator.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Programs that run on this machine beside the tests, each with a log in {@code target/gitops}. */
final class Programs implements AutoCloseable {

  private static final Path LOGS = Path.of("target/gitops");

  private final Map<String, String> environment;
  private final Deque<Process> running = new ArrayDeque<>();

  Programs(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Starts a program that dev/tools has built. */
  void start(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("tools.bin") + "/" + name));
    command.addAll(List.of(arguments));
    File log = log(name).toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(LOGS);
      running.push(builder.redirectOutput(log).start());
    } catch (IOException e) {
      throw new UncheckedIOException("run this through dev/test gitops", e);
    }
  }

  static Path log(String name) {
    return LOGS.resolve(name + ".log");
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last one first. */
  @Override
  public void close() {
    running.forEach(Process::destroy);
    running.clear();
  }
}
