package dev.natstoken.operator.bench;

import dev.natstoken.operator.e2e.Flood;
import dev.natstoken.operator.e2e.InstalledOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Measures the operator on the development cluster; {@code dev/bench} runs it. */
public final class Bench {

  private static final int STARTS = 3;
  private static final int RESOURCES = 100;

  /** With these it all takes about five minutes; the p99 of so few is the slowest of them. */
  private static final int ROUNDS = 20;

  /**
   * The cost of a generated token, and one with which a flood of logins is more than servers bear.
   */
  private static final int[] BCRYPT_COSTS = {4, 11};

  private static final Duration FLOOD = Duration.ofMinutes(2);

  /** Times of a set of three are long beside those of the operator, so that fewer will do. */
  private static final int FEWER = 4;

  private final int rounds;
  private final Table table;

  private Bench(int rounds, PrintStream output) {
    this.rounds = rounds;
    this.table = new Table(output);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 1 && args[0].equals("scale")) {
      PrintStream output = System.out;
      System.setOut(System.err);
      ScaleBench.main(List.of(args).subList(1, args.length), output);
      System.exit(0);
    }
    boolean flood = args.length == 1 && args[0].equals("--flood");
    boolean rounds = args.length == 2 && args[0].equals("--rounds");
    if (args.length != 0 && !flood && !rounds) {
      System.err.println("usage: dev/bench [--rounds N | --flood | " + ScaleOptions.USAGE + "]");
      System.exit(2);
    }
    // Logs go where the progress goes, so that the table stands alone.
    PrintStream output = System.out;
    System.setOut(System.err);
    Bench bench = new Bench(rounds ? Integer.parseInt(args[1]) : ROUNDS, output);
    if (flood) {
      bench.floods();
    } else {
      bench.run();
    }
    System.exit(0); // The clients' threads would go on.
  }

  private void run() throws IOException, InterruptedException {
    Progress.say("installing the operator with a resync of a second");
    Writes.measure(InstalledOperator.with("resync=1s"), table);
    Progress.say("installing the operator as it comes");
    KubernetesClient client = InstalledOperator.with().client();
    starts(client);
    rollouts(client);
  }

  private void floods() throws IOException {
    InstalledOperator operator = InstalledOperator.with();
    for (int cost : BCRYPT_COSTS) {
      Progress.say("a flood of logins at bcrypt cost " + cost);
      Path folder = Files.createTempDirectory("flood");
      Flood.Outcome outcome = new Flood(cost, FLOOD).at(operator, folder);
      table.row(
          "A server dies, bcrypt cost " + cost,
          "",
          "%d of %d connections cut, %d out after %.1f s"
              .formatted(
                  outcome.cut(),
                  Flood.CONNECTIONS,
                  outcome.out(),
                  outcome.back().toMillis() / 1000.0));
    }
  }

  private void starts(KubernetesClient client) throws IOException {
    Samples samples = new Samples();
    for (int i = 0; i < STARTS; i++) {
      Progress.say("start " + (i + 1) + " of " + STARTS);
      OperatorProcess old = OperatorProcess.awaitOnly();
      client.pods().inNamespace(InstalledOperator.NAMESPACE).withGracePeriod(1).delete();
      samples.add(OperatorProcess.awaitOtherThan(old.pid()).awaitReady());
    }
    table.row(
        "Operator's process started until /readyz is 200: p50",
        "",
        samples.toString(),
        samples.median() / 1000,
        " s",
        1.5);
  }

  private void rollouts(KubernetesClient client) throws IOException, InterruptedException {
    Rollouts one = new Rollouts(1);
    try (Ground operated = new Ground(client, "one")) {
      try (Ground bare = new Ground(client, "one-floor")) {
        one.measure(operated, bare, rounds);
      }
      one.report(table);
      memory(operated);
    }
    Rollouts three = new Rollouts(3);
    try (Ground operated = new Ground(client, "three");
        Ground bare = new Ground(client, "three-floor")) {
      three.measure(operated, bare, Math.max(1, rounds / FEWER));
      three.report(table);
    }
  }

  /** Fills up to a hundred resources, with as many servers as the node takes. */
  private void memory(Ground ground) throws IOException, InterruptedException {
    int there = ground.count();
    Progress.say(RESOURCES + " resources for the memory, " + there + " are there");
    for (int i = there; i < RESOURCES; i++) {
      ground.client().resource(ground.resource("more" + i, 1)).create();
    }
    int ready = ground.awaitReady(RESOURCES);
    OperatorProcess process = OperatorProcess.awaitOnly();
    double resident = process.mebibytes("VmRSS");
    table.row(
        "Resident memory with " + RESOURCES + " resources, " + ready + " of them Ready",
        "",
        String.format(
            "%.0f MiB: %.0f its own, %.0f of files",
            resident, process.mebibytes("RssAnon"), process.mebibytes("RssFile")),
        resident,
        " MiB",
        150);
  }
}
