package dev.natstoken.operator.bench;

import java.io.IOException;

/** The operator starts over resources that are there, and its leader crashes beside another one. */
final class LeaderRuns {

  /** The metric that counts looks at resources. */
  static final String LOOKS = "operator_sdk_reconciliations_success_total";

  private static final int MANY = 2000;
  private static final int SECOND_ONE_MILLIS = 10_000;

  private LeaderRuns() {}

  /** Whether the goals are those of ten thousand. */
  static boolean many(ScaleOptions options) {
    return options.count() > MANY;
  }

  /** The only operator ends in order, and is started anew. */
  static void start(ScaleGround ground) throws IOException {
    ground.begin("start", "a start over all of them");
    ground.operator().close();
    OperatorJvm next = ground.start();
    ground.follow(next);
    double ready = next.awaitReady();
    ground.table().row("Start until ready", "", "%.1f s".formatted(ready / 1000));
    ScaleGround.await("it has looked at all", () -> next.metric(LOOKS) >= ground.options().count());
    lookedAtAll(ground, "Start to all looked at", next.age());
    ground.canaryRow("while it starts", many(ground.options()) ? 120 : 20);
    ground.residentRow("Resident memory after the start");
  }

  /** The leader is killed while another one stands by. */
  static void crash(ScaleGround ground) throws IOException {
    ground.begin("crash", "the leader crashes");
    OperatorJvm next = ground.start();
    ScaleGround.await("the other one runs", () -> next.age() > SECOND_ONE_MILLIS);
    double looks = next.metric(LOOKS);
    ground.operator().kill();
    double begin = next.age();
    ground.follow(next);
    ScaleGround.await("it looks after something", () -> next.metric(LOOKS) > looks);
    double first = next.age();
    ScaleGround.await(
        "it has looked at all", () -> next.metric(LOOKS) >= looks + ground.options().count());
    ground
        .table()
        .row(
            "Crash of the leader to the next one's first look",
            "",
            "%.1f s".formatted((first - begin) / 1000));
    lookedAtAll(ground, "From there to all looked at", next.age() - first);
    ground.canaryRow("while the leader changes", many(ground.options()) ? 25 : 20);
    ground.residentRow("Resident memory of the second leader");
  }

  private static void lookedAtAll(ScaleGround ground, String what, double millis) {
    ground.table().row(what, "", "", millis / 1000, " s", many(ground.options()) ? 120 : 20);
  }
}
