package dev.natstoken.operator.bench;

import dev.natstoken.operator.e2e.InstalledOperator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The operator's process as the kernel of this machine sees it. */
record OperatorProcess(long pid) {

  private static final Pattern LOCAL_ADDRESS = Pattern.compile("-- ([0-9.]+)\\n\\s+/32 host LOCAL");

  /** The unit of times in /proc, the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int PROGRAM_START_FIELD = 22;
  private static final Duration POLL = Duration.ofMillis(5);

  /** An operator that runs and is not this one. */
  static OperatorProcess awaitOtherThan(long pid) {
    return await()
        .until(
            () -> InstalledOperator.processes().filter(p -> p.pid() != pid).findFirst(),
            Optional::isPresent)
        .map(found -> new OperatorProcess(found.pid()))
        .orElseThrow();
  }

  /** Waits for the end of those that are being replaced. */
  static OperatorProcess awaitOnly() {
    await().until(() -> InstalledOperator.processes().count() == 1);
    return awaitOtherThan(0);
  }

  /** One of the sizes that the kernel keeps of it, such as VmRSS. */
  double mebibytes(String size) throws IOException {
    return read("status")
            .lines()
            .filter(l -> l.startsWith(size + ":"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  /** Milliseconds from the start of the process until it says that it is ready. */
  double awaitReady() throws IOException {
    // The pod's status shows its address only later, sometimes when it is long ready.
    String address = address();
    await().until(() -> isReady(address));
    return age();
  }

  /** Java's own start time of a process is only good to a second. */
  private double age() throws IOException {
    String stat = read("stat");
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double start = Double.parseDouble(afterName[PROGRAM_START_FIELD - 3]) / TICKS_PER_SECOND;
    String uptime = Files.readString(Path.of("/proc/uptime"));
    return (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) - start) * 1000;
  }

  private String address() throws IOException {
    return LOCAL_ADDRESS
        .matcher(read("net/fib_trie"))
        .results()
        .map((MatchResult m) -> m.group(1))
        .filter(a -> !a.startsWith("127."))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isReady(String address) {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://" + address + ":8081/readyz").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // It does not listen yet.
    }
  }

  private String read(String file) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), file));
  }

  private static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL);
  }
}
