package dev.natstoken.operator.bench;

import dev.natstoken.operator.e2e.InstalledOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import org.awaitility.Awaitility;

/** Counts the operator's writes at the API server. */
final class Writes {

  private static final int SERVERS = 3;
  private static final int RESYNCS = 10;

  /** Events and superseded objects are written in the background. */
  private static final Duration LATE_WRITES = Duration.ofSeconds(2);

  private static final String RECONCILIATIONS =
      "operator_sdk_controllers_execution_reconcile_seconds_count";

  private Writes() {}

  /** Wants an operator with a resync of a second. */
  static void measure(InstalledOperator operator, Table table) throws IOException {
    try (Ground ground = new Ground(operator.client(), "writes");
        Sightings seen = new Sightings(ground.client(), ground.namespace())) {
      Progress.say("writes of one resource");
      AuditLog whole = new AuditLog();
      Round round = seen.begin("counted", SERVERS);
      ground.client().resource(ground.resource("counted", SERVERS)).create();
      round.awaitResourceReady();
      awaitRest(whole, ground);

      Progress.say("writes in " + RESYNCS + " idle resyncs");
      AuditLog idle = new AuditLog();
      double before = reconciliations(operator);
      double seenNow =
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> reconciliations(operator), n -> n >= before + RESYNCS);
      SortedMap<String, Long> none = idle.operatorWrites(ground.namespace()::equals);
      SortedMap<String, Long> lease = idle.operatorWrites(InstalledOperator.NAMESPACE::equals);

      ground.deleteResources();
      SortedMap<String, Long> all = awaitRest(whole, ground);
      table.row(
          "API writes of one resource with " + SERVERS + " servers, from its creation to its end",
          "8 objects",
          sum(all) + ": " + all);
      table.row(
          String.format(
              "API writes in %.0f idle resyncs (beside the lease: %s)", seenNow - before, lease),
          "0",
          none.toString(),
          (double) sum(none),
          "",
          0);
    }
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(n -> n).sum();
  }

  private static SortedMap<String, Long> awaitRest(AuditLog log, Ground ground) {
    return Quiet.await(
        LATE_WRITES, () -> log.operatorWrites(ground.namespace()::equals), writes -> false);
  }

  private static double reconciliations(InstalledOperator operator) {
    return operator.pods().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .flatMap(p -> InstalledOperator.metrics(p).lines())
        .filter(l -> l.startsWith(RECONCILIATIONS))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
