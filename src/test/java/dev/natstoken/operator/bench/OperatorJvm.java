package dev.natstoken.operator.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The operator's program as a process of its own, with the options of its image. */
final class OperatorJvm implements AutoCloseable {

  private static final double TICKS_PER_SECOND = 100;
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final Pattern TENURED = Pattern.compile("(?i)tenured.* used (\\d+)K");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;
  private final int metrics;
  private final int probes;
  private final long started = System.nanoTime();

  /**
   * @param mebibytes limit of its memory; the JVM takes its share for the heap, as in a container
   */
  OperatorJvm(ScaleServer server, Path folder, int mebibytes, Map<String, String> settings)
      throws IOException {
    metrics = freePort();
    probes = freePort();
    log = Files.createTempFile(folder, "operator", ".log");
    List<String> command = new ArrayList<>();
    command.add(JAVA.resolve("java").toString());
    command.add("@dev/java.options");
    command.add("-XX:MaxRAM=" + mebibytes + "m");
    command.add("-Dkubernetes.user.agent=" + ScaleServer.OPERATOR_AGENT);
    command.add("-cp");
    command.add(classPath());
    command.add("dev.natstoken.operator.OperatorMain");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", server.kubeConfig().toString());
    builder.environment().put("OPERATOR_LEADER_ELECTION", "true");
    builder.environment().put("OPERATOR_METRICS_PORT", Integer.toString(metrics));
    builder.environment().put("OPERATOR_PROBE_PORT", Integer.toString(probes));
    builder.environment().putAll(settings);
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** As the image has it: the program and what it needs, no tests. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.of(
                // Surefire's own is a jar that names the others.
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .toList());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  boolean runs() {
    return process.isAlive();
  }

  /** Milliseconds from its start until it says that it is ready. */
  double awaitReady() {
    Awaitility.await("the operator is ready")
        .atMost(Duration.ofMinutes(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !runs() || get(probes, "/readyz") != null);
    if (!runs()) {
      throw new IllegalStateException("the operator ended; see " + log);
    }
    return age();
  }

  /** Milliseconds since its start. */
  double age() {
    return (System.nanoTime() - started) / 1e6;
  }

  /** The sum of a metric over all of its tags; 0 if it is not there. */
  double metric(String name) {
    return metric(name, "");
  }

  /** The same of those with this tag. */
  double metric(String name, String tag) {
    // It may be busy, or not listen yet.
    String page =
        Awaitility.await("metrics")
            .atMost(Duration.ofMinutes(2))
            .pollDelay(Duration.ZERO)
            .until(() -> runs() ? get(metrics, "/metrics") : "", Objects::nonNull);
    return page.lines()
        .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
        .filter(l -> l.contains(tag))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String get(int port, String path) {
    try {
      var answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null; // It does not listen yet, or not any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** One of the sizes that the kernel keeps of it, such as VmRSS; 0 once it has ended. */
  double mebibytes(String size) {
    return read("status")
            .lines()
            .filter(l -> l.startsWith(size + ":"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  /** Seconds of a processor that it took so far. */
  double processorSeconds() {
    String stat = read("stat");
    if (stat.isEmpty()) {
      return 0;
    }
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
  }

  /** What lives on the heap, in MiB: what is left after a collection. */
  double liveHeap() {
    jcmd("GC.run");
    Matcher used = TENURED.matcher(jcmd("GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) / 1024.0 : 0;
  }

  /** The classes that take most of the heap. */
  String histogram(int lines) {
    return String.join("\n", jcmd("GC.class_histogram").lines().limit(lines + 3L).toList());
  }

  private String jcmd(String what) {
    try {
      Process jcmd =
          new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), what)
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends it in order. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
