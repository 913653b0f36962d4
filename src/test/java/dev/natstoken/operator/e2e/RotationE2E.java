package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthStatus;
import dev.natstoken.operator.clients.ClientLibrary;
import dev.natstoken.operator.clients.ClientProcess;
import dev.natstoken.operator.clients.ConnectWith;
import dev.natstoken.operator.clients.Place;
import dev.natstoken.operator.clients.Traffic;
import dev.natstoken.operator.status.Conditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rotation under the traffic of real clients with the default options of their libraries. The
 * last one, when the tests that go on beside those of the cluster are over.
 */
@EndToEnd
@Isolated("It counts lost requests, and what runs beside it costs some.")
@Order(Integer.MAX_VALUE)
class RotationE2E {

  /** What docs/rotation.md promises of each client: one lost request for so many, or begun. */
  private static final int SENT_FOR_ONE_LOST = 2000;

  /** So that one request in 2,000 means something for each client: 20 requests/s, and a margin. */
  private static final int REQUESTS = 2100;

  /** Long enough for so many on busy cores, which sent 2,046 in 115 s. */
  private static final Duration TRAFFIC = Duration.ofSeconds(125);

  /**
   * So many of each library and token: what is counted is who asks. A server that goes sends one
   * client away every half second to second, so that two responders were both on their way once.
   */
  private static final int RESPONDERS = 2;

  private final InstalledOperator operator = InstalledOperator.get();

  /** One is the default. The table in docs/rotation.md has 1,2,3,4,5. */
  static Stream<Integer> sizes() {
    return Stream.of(System.getProperty("rotation.replicas", "1,3").split(","))
        .map(Integer::valueOf);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void nobodyIsCutOffWhileBothTokensWork(int replicas, @TempDir Path folder, TestReporter reporter)
      throws IOException {
    List<ClientProcess> running = new ArrayList<>();
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec(replicas, "1h"));
      servers.awaitReady();
      Place place = place(servers, folder.resolve("logs"));
      Path former = folder.resolve("former");
      SecretFolder.write(former, servers.secret(TestServers.TOKEN_SECRET));
      Path service = folder.resolve("service");
      SecretFolder.writeWithService(service, servers.secret(TestServers.TOKEN_SECRET));
      String formerToken = servers.token();

      FirstConnects first = new FirstConnects(place, folder, servers);
      Map<String, Traffic> results = new LinkedHashMap<>();
      try (PhaseTimes times = new PhaseTimes(servers)) {
        running.addAll(responders(place, former, "former"));
        Map<String, ClientProcess> clients = clients(place, former, "list");
        clients.putAll(clients(place, service, "Service"));
        running.addAll(clients.values());
        Instant enough = Instant.now().plus(TRAFFIC);
        first.in("before");
        Instant requested = Instant.now();
        servers.requestRotation("1");
        servers.awaitStatus(s -> phase(s).equals("Split"));
        first.in("Split");
        servers.awaitStatus(s -> phase(s).equals("Overlap"));
        first.in("Overlap");
        assertThat(servers.token()).isNotEqualTo(formerToken);
        Path next = folder.resolve("next");
        SecretFolder.write(next, servers.secret(TestServers.TOKEN_SECRET));
        running.addAll(responders(place, next, "next"));
        Map<String, ClientProcess> started = clients(place, next, "new token");
        running.addAll(started.values());
        servers.awaitStatus(s ->
            s.rotation().previousTokenConnections() != null && s.rotation().stragglers() != null);
        assertThat(servers.status().rotation().stragglers())
            .extracting(s -> s.language())
            .contains("go", "python3", "java");
        Awaitility.await().atMost(TRAFFIC).until(() -> Instant.now().isAfter(enough));
        assertThat(phase(servers.status())).isEqualTo("Overlap");
        clients.forEach((name, client) -> results.put(name, client.stop()));
        servers.apply(spec(replicas, "0s"));
        servers.awaitStatus(s -> phase(s).equals("Finish"));
        first.in("Finish");
        servers.awaitReady(s -> s.rotation() == null && !isReconciling(s));
        first.in("after");
        started.forEach((name, client) -> results.put(name, client.stop()));
        reporter.publishEntry("phases with " + replicas, times.table(requested));
      } finally {
        running.forEach(ClientProcess::close);
      }
      servers.assertServing(replicas);
      servers.assertRefused(formerToken);
      reporter.publishEntry("clients with " + replicas, table(results));
      reporter.publishEntry("first connects with " + replicas, first.table());
      assertThat(first.failed()).isEmpty();
      results.forEach((name, traffic) -> assertServed(name, traffic, place));
    }
  }

  private static void assertServed(String name, Traffic traffic, Place place) {
    assertThat(traffic.sent()).as(name + " sent").isGreaterThanOrEqualTo(REQUESTS);
    assertThat(traffic.closed()).as(name + " closed for good").isFalse();
    assertThat(traffic.lost())
        .as(() -> name + ": " + traffic + "\n" + place.said())
        .isLessThanOrEqualTo(Math.ceilDiv(traffic.sent(), SENT_FOR_ONE_LOST));
  }

  private static String table(Map<String, Traffic> results) {
    StringJoiner table = new StringJoiner("\n");
    table.add(Traffic.header());
    results.forEach(
        (name, traffic) -> table.add(traffic.row(name.substring(name.indexOf(", ") + 2))));
    return table.toString();
  }

  private static String phase(NatsTokenAuthStatus status) {
    return status.rotation() == null ? "" : status.rotation().phase();
  }

  private static boolean isReconciling(NatsTokenAuthStatus status) {
    return status.conditions().stream().anyMatch(c -> Conditions.RECONCILING.equals(c.getType()));
  }

  private static List<ClientProcess> responders(Place place, Path folder, String name) {
    return Stream.of(ClientLibrary.GO, ClientLibrary.PYTHON)
        .flatMap(library ->
            IntStream.range(0, RESPONDERS)
                .mapToObj(i ->
                    ClientProcess.responder(
                        place,
                        library,
                        folder,
                        ConnectWith.SERVERS,
                        "responder-%s-%s-%d".formatted(name, library.title(), i))))
        .toList();
  }

  private static Map<String, ClientProcess> clients(Place place, Path folder, String kind) {
    Map<String, ClientProcess> clients = new LinkedHashMap<>();
    for (ClientLibrary library : ClientLibrary.values()) {
      String name = library.title() + "-" + kind.replace(' ', '-');
      clients.put(
          library.title() + ", " + kind,
          ClientProcess.requests(place, library, folder, ConnectWith.SERVERS, name));
    }
    return clients;
  }

  private static Place place(TestServers servers, Path logs) throws IOException {
    return Place.inCluster(servers.dnsAddress(), servers.namespace(), logs);
  }

  private static Map<String, ?> spec(int replicas, String overlap) {
    return Map.of("replicas", replicas, "rotation", Map.of("overlap", overlap));
  }

  /** Fresh clients with the Secret as it stands. */
  private static final class FirstConnects {

    private final Place place;
    private final Path folder;
    private final TestServers servers;
    private final Map<String, Map<String, String>> answers = new LinkedHashMap<>();
    private int number;

    FirstConnects(Place place, Path folder, TestServers servers) {
      this.place = place;
      this.folder = folder;
      this.servers = servers;
    }

    void in(String phase) {
      Map<String, String> row = new TreeMap<>();
      for (ClientLibrary library : ClientLibrary.values()) {
        Path now = folder.resolve("now-" + number++);
        SecretFolder.write(now, servers.secret(TestServers.TOKEN_SECRET));
        row.put(
            library.title(),
            ClientProcess.connect(
                place, library, now, ConnectWith.SERVERS, "first-" + number + library.title()));
      }
      answers.put(phase, row);
    }

    Map<String, Map<String, String>> failed() {
      Map<String, Map<String, String>> failed = new LinkedHashMap<>(answers);
      failed.values().removeIf(row -> row.values().stream().allMatch("ok"::equals));
      return failed;
    }

    String table() {
      StringJoiner table = new StringJoiner("\n");
      table.add(
          "| first connect in | " + String.join(" | ", answers.get("before").keySet()) + " |");
      table.add("|---|---|---|---|---|---|");
      answers.forEach((phase, row) ->
          table.add("| " + phase + " | " + String.join(" | ", row.values()) + " |"));
      return table.toString();
    }
  }
}
