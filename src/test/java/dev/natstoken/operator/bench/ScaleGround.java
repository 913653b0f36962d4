package dev.natstoken.operator.bench;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;

/**
 * What the runs of {@link ScaleBench} share: the API server, the operator's process, {@link Fleet}
 * for all else, the canary, and the resources by their number.
 */
final class ScaleGround implements AutoCloseable {

  private static final int PER_NAMESPACE = 50;
  private static final int USERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private final ScaleOptions options;
  private final Path folder = Files.createTempDirectory("scale");
  private final ScaleServer server = new ScaleServer(folder);
  private final KubernetesClient client = server.client("bench");
  private final Fleet fleet = new Fleet(server.client("fleet"));
  private final ExecutorService users = Executors.newFixedThreadPool(USERS);
  private final Table table;
  private final Timeline timeline;
  private final ScaleCanary canary;
  private volatile OperatorJvm operator;
  private double creationMillis;

  ScaleGround(ScaleOptions options, PrintStream output) throws IOException {
    this.options = options;
    this.table = new Table(output);
    this.operator = start();
    operator.awaitReady();
    this.timeline = new Timeline(this::operator);
    this.canary = new ScaleCanary(client, timeline::served);
  }

  /** Another process of the operator, beside the one that is there. */
  OperatorJvm start() throws IOException {
    return new OperatorJvm(
        server,
        folder,
        options.memory(),
        Map.of("OPERATOR_RESYNC", options.resync().toSeconds() + "s"));
  }

  ScaleOptions options() {
    return options;
  }

  ScaleServer server() {
    return server;
  }

  KubernetesClient client() {
    return client;
  }

  Fleet fleet() {
    return fleet;
  }

  Table table() {
    return table;
  }

  Timeline timeline() {
    return timeline;
  }

  /** The process that is measured. */
  OperatorJvm operator() {
    return operator;
  }

  /** How long the creation of all took. */
  void created(double millis) {
    creationMillis = millis;
  }

  double creationMillis() {
    return creationMillis;
  }

  ScaleCanary canary() {
    return canary;
  }

  /** From now on this one is measured. */
  void follow(OperatorJvm other) {
    operator = other;
  }

  /** A run begins: what the canary did before is not its matter. */
  void begin(String run, String says) {
    Progress.say(says);
    timeline.mark(run);
    canary.take();
  }

  /** How long edits of the canary took since the run began. */
  void canaryRow(String when, int goalSeconds) {
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
                    goalSeconds),
            () -> table.row("Canary " + when, "", "**not served**"));
  }

  void residentRow(String what) {
    double most = operator.mebibytes("VmHWM");
    table.row(
        what,
        "",
        "%.0f MiB, most so far %.0f".formatted(operator.mebibytes("VmRSS"), most),
        most,
        " MiB",
        options.memory());
  }

  /** How many resources are Ready; the operator has to run. */
  long readyCount() {
    if (!operator.runs()) {
      throw new IllegalStateException("the operator ended");
    }
    // Its own gauge is cheaper than a list of all; the list has the last word.
    return operator.metric("natstoken_operator_conditions", "type=\"Ready\"") < options.count()
        ? 0
        : client.resources(NatsTokenAuth.class).inAnyNamespace().list().getItems().stream()
            .filter(r -> !ScaleCanary.NAMESPACE.equals(r.getMetadata().getNamespace()))
            .filter(
                r -> Conditions.isTrue(StatusFactory.conditionsOf(r.getStatus()), Conditions.READY))
            .count();
  }

  void namespaces(String prefix) {
    for (int i = 0; i < options.count(); i += PER_NAMESPACE) {
      ScaleServer.namespace(client, namespace(prefix, i));
    }
  }

  static String namespace(String prefix, int i) {
    return prefix + "s-" + i / PER_NAMESPACE;
  }

  static String name(int i) {
    return "nats-bench" + i;
  }

  /** Does it for each resource, a few at a time. */
  void forEach(IntConsumer work) {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < options.count(); i++) {
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

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(condition);
  }

  static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Writes the picture, if one was asked for. */
  void draw() throws IOException {
    if (!options.picture().isEmpty()) {
      String title =
          "%,d resources with %d servers each, a limit of %d MiB"
              .formatted(options.count(), options.servers(), options.memory());
      Files.writeString(Path.of(options.picture()), timeline.picture(title));
    }
  }

  @Override
  public void close() {
    timeline.close();
    canary.close();
    operator.close();
    users.shutdownNow();
    fleet.close();
    client.close();
    server.close();
  }
}
