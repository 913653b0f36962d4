package dev.natstoken.operator.bench;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Measures the operator with many resources: a real API server, the operator's program with the
 * memory of the chart, and {@link Fleet} for all else. {@code dev/bench scale} runs it.
 */
final class ScaleBench implements AutoCloseable {

  private static final int PER_NAMESPACE = 50;
  private static final int USERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(60);
  private static final String LOOKS = "operator_sdk_reconciliations_success_total";

  private final int count;
  private final int servers;
  private final Duration resync;
  private final Path folder = Files.createTempDirectory("scale");
  private final ScaleServer server = new ScaleServer(folder);
  private final KubernetesClient client = server.client("bench");
  private final Fleet fleet = new Fleet(server.client("fleet"));
  private final ScaleCanary canary;
  private final Table table;
  private final ExecutorService users = Executors.newFixedThreadPool(USERS);
  private OperatorJvm operator;

  private ScaleBench(int count, int servers, Duration resync, PrintStream output)
      throws IOException {
    this.count = count;
    this.servers = servers;
    this.resync = resync;
    this.table = new Table(output);
    this.operator = start();
    operator.awaitReady();
    this.canary = new ScaleCanary(client);
  }

  /** Arguments: how many resources, servers of each, the time of a resync. */
  static void main(List<String> args, PrintStream output) throws IOException {
    int count = Integer.parseInt(args.get(0));
    int servers = args.size() > 1 ? Integer.parseInt(args.get(1)) : 3;
    Duration resync = Duration.parse("PT" + (args.size() > 2 ? args.get(2) : "1m"));
    try (ScaleBench bench = new ScaleBench(count, servers, resync, output)) {
      bench.run();
    }
  }

  private OperatorJvm start() throws IOException {
    return new OperatorJvm(server, folder, Map.of("OPERATOR_RESYNC", resync.toSeconds() + "s"));
  }

  private void run() throws IOException {
    double empty = operator.liveHeap();
    ramp();
    memory(empty);
    idle();
    crash();
    rotation();
  }

  private void ramp() throws IOException {
    Progress.say("%d resources with %d servers each".formatted(count, servers));
    canary.take();
    namespaces("set");
    ScaleServer.Calls calls = server.calls();
    double cpu = operator.processorSeconds();
    double took =
        millis(() -> {
          parallel(i ->
              client
                  .resource(
                      AsUser.resource(
                          namespace("set", i),
                          name(i),
                          Map.of("replicas", servers, "rotation", Map.of("overlap", "5s"))))
                  .create());
          await("all are Ready", () -> readyCount() >= count);
        });
    double seconds = operator.processorSeconds() - cpu;
    SortedMap<String, Long> made = calls.counts();
    double floor = floor();
    table.row(
        "Creation of %d × %d to all Ready".formatted(count, servers),
        "%.1f s".formatted(floor / 1000),
        "%.1f s".formatted(took / 1000),
        took / floor,
        "×",
        1.15);
    canaryRow("in the ramp", 5);
    table.row(
        "Requests per resource from its creation to Ready",
        "8 objects",
        String.format(Locale.ROOT, "%.1f: %s", (double) sum(made) / count, perResource(made)));
    table.row(
        "CPU per resource from its creation to Ready",
        "",
        "%.0f ms".formatted(seconds * 1000 / count));
  }

  /** The same objects, written by nobody but their creator. */
  private double floor() {
    Progress.say("the same without the operator");
    namespaces("floor");
    Floor objects = new Floor(client, namespace("set", 0), name(0));
    int before = fleet.ready();
    List<List<HasMetadata>> rendered =
        IntStream.range(0, count)
            .mapToObj(i -> objects.render(namespace("floor", i), "floor" + i))
            .toList();
    double took =
        millis(() -> {
          parallel(i -> objects.create(rendered.get(i)));
          await("all pods are Ready", () -> fleet.ready() >= before + count * servers);
        });
    client
        .apps()
        .statefulSets()
        .inAnyNamespace()
        .withLabel("app.kubernetes.io/managed-by", "bench")
        .delete();
    await("the pods are gone", () -> fleet.ready() <= before);
    return took;
  }

  private void memory(double empty) {
    Progress.say("memory");
    double heap = operator.liveHeap();
    table.row(
        "Live heap, and of it per resource",
        "%.1f MiB without resources".formatted(empty),
        "%.1f MiB, %.0f KiB each".formatted(heap, (heap - empty) * 1024 / count));
    System.err.println(operator.histogram(25));
    resident("Resident memory");
  }

  private void resident(String what) {
    double resident = operator.mebibytes("VmRSS");
    table.row(
        what,
        "",
        "%.0f MiB, most so far %.0f".formatted(resident, operator.mebibytes("VmHWM")),
        operator.mebibytes("VmHWM"),
        " MiB",
        OperatorJvm.LIMIT_MEBIBYTES);
  }

  private void idle() throws IOException {
    Progress.say("idle, a resync of " + resync);
    canary.take();
    double looks = operator.metric(LOOKS);
    double cpu = operator.processorSeconds();
    long connections = fleet.connections();
    ScaleServer.Calls calls = server.calls();
    long begin = System.nanoTime();
    await("two resyncs", () -> System.nanoTime() - begin > resync.multipliedBy(2).toNanos());
    double minutes = (System.nanoTime() - begin) / 60e9;
    double looked = operator.metric(LOOKS) - looks;
    SortedMap<String, Long> made = calls.counts();
    // Those of the canary: a read and write for each edit.
    table.row(
        "Requests in two resyncs of all, the canary's among them",
        "",
        "%.0f looks: %s".formatted(looked, made));
    double perLook = (operator.processorSeconds() - cpu) * 1000 / looked;
    table.row(
        "CPU for a look",
        "",
        "%.1f ms, %.2f of a core now".formatted(perLook, perLook * looked / 60000 / minutes));
    double core = perLook * count / 1000 / Duration.ofMinutes(5).toSeconds();
    table.row("CPU idle at a resync of 5m", "", "", core, " of a core", 0.1);
    table.row(
        "Connections to servers per server and resync",
        "5",
        "%.1f".formatted((fleet.connections() - connections) / 2.0 / count / servers));
    canaryRow("idle", 1);
  }

  private void crash() throws IOException {
    Progress.say("the leader crashes");
    canary.take();
    OperatorJvm other = start();
    await("the other one runs", () -> other.age() > 10_000);
    double looks = other.metric(LOOKS);
    operator.kill();
    double begin = other.age();
    operator = other;
    await("it looks after something", () -> other.metric(LOOKS) > looks);
    double first = other.age();
    await("it has looked at all", () -> other.metric(LOOKS) >= looks + count);
    table.row(
        "Crash of the leader to the next one's first look",
        "",
        "%.1f s".formatted((first - begin) / 1000));
    table.row(
        "From there to all looked at",
        "",
        "",
        (other.age() - first) / 1000,
        " s",
        count > 2000 ? 120 : 20);
    canaryRow("while the leader changes", 20);
    resident("Resident memory of the second leader");
  }

  private void rotation() {
    Progress.say("all rotate at once");
    canary.take();
    double took =
        millis(() -> {
          parallel(i ->
              client
                  .resources(NatsTokenAuth.class)
                  .inNamespace(namespace("set", i))
                  .withName(name(i))
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      "{\"metadata\":{\"annotations\":{\"%s\":\"now\"}}}"
                          .formatted(NatsTokenAuth.ROTATE)));
          await("a rotation began", () -> operator.metric("natstoken_operator_rotations") > 0);
          await(
              "all are through",
              () -> operator.metric("natstoken_operator_rotations") == 0 && readyCount() >= count);
        });
    table.row("All rotate at once", "", "%.1f s".formatted(took / 1000));
    canaryRow("while all rotate", 5);
    resident("Resident memory after it");
    table.row("The operator's process", "", operator.runs() ? "runs" : "**ended**");
  }

  private void canaryRow(String when, int goal) {
    canary
        .take()
        .ifPresentOrElse(
            s ->
                table.row(
                    "Canary " + when + ": p50 / p99 / max",
                    "",
                    s.toString(),
                    s.percentile(99) / 1000,
                    " s",
                    goal),
            () -> table.row("Canary " + when, "", "**not served**"));
  }

  private long readyCount() {
    if (!operator.runs()) {
      throw new IllegalStateException("the operator ended");
    }
    // Its own gauge is cheaper than a list of all; the list has the last word.
    return operator.metric("natstoken_operator_conditions", "type=\"Ready\"") < count
        ? 0
        : client.resources(NatsTokenAuth.class).inAnyNamespace().list().getItems().stream()
            .filter(r -> !"canary".equals(r.getMetadata().getNamespace()))
            .filter(
                r -> Conditions.isTrue(StatusFactory.conditionsOf(r.getStatus()), Conditions.READY))
            .count();
  }

  private void namespaces(String prefix) {
    for (int i = 0; i < count; i += PER_NAMESPACE) {
      ScaleServer.namespace(client, namespace(prefix, i));
    }
  }

  private static String namespace(String prefix, int i) {
    return prefix + "s-" + i / PER_NAMESPACE;
  }

  private static String name(int i) {
    return "nats-bench" + i;
  }

  private void parallel(Consumer<Integer> work) {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int each = i;
      all.add(users.submit(() -> work.accept(each)));
    }
    for (Future<?> one : all) {
      try {
        one.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(condition);
  }

  private static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(n -> n).sum();
  }

  private Map<String, String> perResource(SortedMap<String, Long> counts) {
    Map<String, String> each = new TreeMap<>();
    counts.forEach((call, n) -> {
      if (n * 10 >= count) {
        each.put(call, String.format(Locale.ROOT, "%.1f", (double) n / count));
      }
    });
    return each;
  }

  @Override
  public void close() {
    canary.close();
    operator.close();
    users.shutdownNow();
    fleet.close();
    client.close();
    server.close();
  }
}
