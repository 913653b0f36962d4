package dev.natstoken.operator.bench;

import java.io.IOException;
import java.time.Duration;

/** Rounds of servers on their way up, with the operator and without it in turn. */
final class Rollouts {

  /** The operator's JVM compiles what it runs often; the goals are for an operator in use. */
  private static final int WARM_UP = 5;

  private static final String ORIGINAL = "original";

  /** What is left of one round's work must not disturb the next one. */
  private static final Duration REST = Duration.ofMillis(300);

  private final int servers;
  private final Samples floorAnswered = new Samples();
  private final Samples floorStatefulSet = new Samples();
  private final Samples floorPods = new Samples();
  private final Samples statefulSet = new Samples();
  private final Samples pods = new Samples();
  private final Samples ready = new Samples();

  Rollouts(int servers) {
    this.servers = servers;
  }

  /** Leaves the servers of all rounds running. */
  void measure(Ground operated, Ground bare, int rounds) throws IOException {
    try (Sightings seen = new Sightings(operated.client(), operated.namespace());
        Sightings seenBare = new Sightings(bare.client(), bare.namespace())) {
      operator(operated, seen, ORIGINAL).awaitResourceReady();
      Floor floor = new Floor(operated.client(), operated.namespace(), ORIGINAL);
      for (int i = 0; i < WARM_UP; i++) {
        operator(operated, seen, "warm" + i).awaitResourceReady();
        floor(bare, floor, seenBare, "warm" + i).awaitPodsReady();
      }
      for (int i = 0; i < rounds; i++) {
        Progress.say(servers + " server(s): round " + (i + 1) + " of " + rounds);
        awaitRest();
        Round without = floor(bare, floor, seenBare, "round" + i);
        floorStatefulSet.add(without.awaitStatefulSet());
        floorPods.add(without.awaitPodsReady());
        awaitRest();
        Round with = operator(operated, seen, "round" + i);
        statefulSet.add(with.awaitStatefulSet());
        pods.add(with.awaitPodsReady());
        ready.add(with.awaitResourceReady());
      }
    }
  }

  private Round operator(Ground ground, Sightings seen, String name) {
    var resource = ground.resource(name, servers);
    Round round = seen.begin(name, servers);
    ground.client().resource(resource).create();
    return round;
  }

  private Round floor(Ground ground, Floor floor, Sightings seen, String name) {
    var rendered = floor.render(ground.namespace(), name);
    Round round = seen.begin(name, servers);
    floor.create(rendered);
    floorAnswered.add(round.elapsed());
    return round;
  }

  private static void awaitRest() throws IOException {
    AuditLog log = new AuditLog();
    Quiet.await(REST, () -> log.operatorWrites(namespace -> true), writes -> false);
  }

  void report(Table table) {
    String of = ", " + servers + (servers == 1 ? " server" : " servers");
    table.row("All objects created" + of, floorAnswered.toString(), "");
    table.row(
        "StatefulSet seen" + of + ": p50",
        floorStatefulSet.toString(),
        statefulSet.toString(),
        statefulSet.median(),
        " ms",
        30);
    table.row(
        "StatefulSet seen" + of + ": p99",
        floorStatefulSet.toString(),
        statefulSet.toString(),
        statefulSet.percentile(99),
        " ms",
        100);
    table.row("All pods Ready" + of, floorPods.toString(), pods.toString());
    table.row(
        "Resource Ready" + of + ": p50 against all pods Ready of the floor",
        floorPods.toString(),
        ready.toString(),
        ready.median() / floorPods.median(),
        "×",
        1.15);
  }
}
