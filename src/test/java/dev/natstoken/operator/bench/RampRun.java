package dev.natstoken.operator.bench;

import dev.natstoken.operator.AsUser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** All resources are created at once. */
final class RampRun {

  private static final double GOAL = 1.15;

  private RampRun() {}

  static void measure(ScaleGround ground) throws IOException {
    int count = ground.options().count();
    int servers = ground.options().servers();
    ground.begin("creation", "%d resources with %d servers each".formatted(count, servers));
    ScaleServer.Calls calls = ground.server().calls();
    double cpu = ground.operator().processorSeconds();
    double took = ScaleGround.millis(() -> createAll(ground));
    ground.created(took);
    double seconds = ground.operator().processorSeconds() - cpu;
    SortedMap<String, Long> made = calls.counts();
    ground.canaryRow("in the ramp", 5);
    Table table = ground.table();
    table.row(
        "Creation of %d × %d to all Ready".formatted(count, servers),
        "",
        "%.1f s".formatted(took / 1000));
    table.row(
        "Requests per resource from its creation to Ready",
        "8 objects",
        String.format(
            Locale.ROOT,
            "%.1f: %s",
            made.values().stream().mapToLong(n -> n).sum() / (double) count,
            perResource(made, count)));
    table.row(
        "CPU per resource from its creation to Ready",
        "",
        "%.0f ms".formatted(seconds * 1000 / count));
  }

  /** Creates them, and waits until all are Ready. */
  static void createAll(ScaleGround ground) {
    ground.namespaces("set");
    ground.forEach(i -> create(ground, i));
    ScaleGround.await("all are Ready", () -> ground.readyCount() >= ground.options().count());
  }

  private static void create(ScaleGround ground, int i) {
    ground
        .client()
        .resource(
            AsUser.resource(
                ScaleGround.namespace("set", i),
                ScaleGround.name(i),
                Map.of(
                    "replicas", ground.options().servers(), "rotation", Map.of("overlap", "5s"))))
        .create();
  }

  /** The same objects, written by nobody but their creator. */
  static void floor(ScaleGround ground) {
    ground.begin("floor", "the same without the operator");
    ground.namespaces("floor");
    Fleet fleet = ground.fleet();
    int pods = ground.options().count() * ground.options().servers();
    Floor objects =
        new Floor(ground.client(), ScaleGround.namespace("set", 0), ScaleGround.name(0));
    int before = fleet.ready();
    List<List<HasMetadata>> rendered =
        IntStream.range(0, ground.options().count())
            .mapToObj(i -> objects.render(ScaleGround.namespace("floor", i), "floor" + i))
            .toList();
    double took =
        ScaleGround.millis(() -> {
          ground.forEach(i -> objects.create(rendered.get(i)));
          ScaleGround.await("all pods are Ready", () -> fleet.ready() >= before + pods);
        });
    ground
        .client()
        .apps()
        .statefulSets()
        .inAnyNamespace()
        .withLabel("app.kubernetes.io/managed-by", "bench")
        .delete();
    ScaleGround.await("the pods are gone", () -> fleet.ready() <= before);
    ground
        .table()
        .row(
            "The creation beside its floor",
            "%.1f s".formatted(took / 1000),
            "%.1f s".formatted(ground.creationMillis() / 1000),
            ground.creationMillis() / took,
            "×",
            GOAL);
  }

  private static Map<String, String> perResource(SortedMap<String, Long> counts, int count) {
    Map<String, String> each = new TreeMap<>();
    counts.forEach((call, n) -> {
      if (n * 10 >= count) {
        each.put(call, String.format(Locale.ROOT, "%.1f", (double) n / count));
      }
    });
    return each;
  }
}
