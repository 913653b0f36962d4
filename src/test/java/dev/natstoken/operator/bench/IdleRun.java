package dev.natstoken.operator.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;

/** Nobody does anything for two resyncs. */
final class IdleRun {

  private static final Duration DEFAULT_RESYNC = Duration.ofMinutes(5);

  private IdleRun() {}

  static void measure(ScaleGround ground) throws IOException {
    ScaleOptions options = ground.options();
    OperatorJvm operator = ground.operator();
    ground.begin("idle", "idle, a resync of " + options.resync());
    double looks = operator.metric(LeaderRuns.LOOKS);
    double cpu = operator.processorSeconds();
    long connections = ground.fleet().connections();
    ScaleServer.Calls calls = ground.server().calls();
    long begin = System.nanoTime();
    ScaleGround.await(
        "two resyncs",
        () -> System.nanoTime() - begin > options.resync().multipliedBy(2).toNanos());
    double minutes = (System.nanoTime() - begin) / 60e9;
    double looked = operator.metric(LeaderRuns.LOOKS) - looks;
    SortedMap<String, Long> made = calls.counts();
    Table table = ground.table();
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
    double core = perLook * options.count() / 1000 / DEFAULT_RESYNC.toSeconds();
    table.row(
        "CPU idle at a resync of 5m",
        "",
        "",
        core,
        " of a core",
        LeaderRuns.many(options) ? 0.5 : 0.1);
    table.row(
        "Connections to servers per server and resync",
        "5",
        "%.1f"
            .formatted(
                (ground.fleet().connections() - connections)
                    / 2.0
                    / options.count()
                    / options.servers()));
    ground.canaryRow("idle", 1);
  }
}
