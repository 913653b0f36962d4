package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.Injection;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One row of the table: a fault in one phase of the life of one kind of servers.
 *
 * @param seed of what the fault leaves to chance
 */
record FaultRow(Fault fault, FaultSetup setup, FaultPhase phase, long seed) {

  /**
   * What came of a row.
   *
   * @param recovery from the end of the fault until all was as it should be
   * @param broken in words; empty if all is well
   */
  record Result(FaultRow row, Map<String, String> end, Duration recovery, List<String> broken) {}

  private static final int LOOKS = 5;

  /** Expects what an undisturbed run left, if there was one. */
  Result run(Map<String, String> undisturbed) throws InterruptedException {
    try (FaultWorld world = new FaultWorld(setup)) {
      if (phase != FaultPhase.CREATE) {
        world.serve();
      }
      List<String> broken = new ArrayList<>();
      try (Promises promises = new Promises(world, phase)) {
        AtomicBoolean over = new AtomicBoolean();
        Fault.Course course = fault.course().begin(world, new Random(seed));
        world.disturbed();
        phase.act(world);
        try {
          world.await(phase, over::get, () -> over.set(course.goOn()));
        } catch (ConditionTimeoutException e) {
          return new Result(
              this, Map.of(), FaultWorld.LIMIT, List.of("not done: " + world.describe()));
        }
        Duration recovery = world.sinceFault();
        world.proxy().rule(call -> Injection.NONE);
        promises.lookAtTheEnd();
        requireNoWrites(world, broken);
        Map<String, String> end = EndState.of(world);
        if (!undisturbed.isEmpty()) {
          broken.addAll(differences(undisturbed, end));
        }
        broken.addAll(promises.broken());
        return new Result(this, end, recovery, broken);
      }
    }
  }

  /**
   * After a few looks at most, which somebody else's annotation brings about, none writes anything:
   * what failed last is still to be done again when all is as it should be.
   */
  private void requireNoWrites(FaultWorld world, List<String> broken) {
    if (phase == FaultPhase.DELETE) {
      return;
    }
    int before = -1;
    int after = writes(world).size();
    for (int look = 0; look < LOOKS && before != after; look++) {
      before = after;
      lookAgain(world, look);
      after = writes(world).size();
    }
    if (before != after) {
      broken.add("writes without end: " + writes(world).subList(before, after));
    }
  }

  private static void lookAgain(FaultWorld world, int number) {
    TestNamespace namespace = world.namespace();
    double looks = namespace.operator().succeeded();
    namespace.edit(
        Secret.class,
        TestNamespace.TOKEN_SECRET,
        s ->
            new SecretBuilder(s)
                .editMetadata()
                .addToAnnotations("note", "" + number)
                .endMetadata()
                .build());
    TestNamespace.await("another look").until(() -> namespace.operator().succeeded() > looks);
  }

  private static List<String> writes(FaultWorld world) {
    return world.proxy().calls().stream()
        .filter(ApiCall::isWrite)
        .filter(call -> !call.kind().equals("leases"))
        .map(ApiCall::toString)
        .toList();
  }

  private static List<String> differences(Map<String, String> expected, Map<String, String> end) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(end.keySet());
    for (String name : names) {
      String there = expected.getOrDefault(name, "");
      String here = end.getOrDefault(name, "");
      if (there.isEmpty() || here.isEmpty()) {
        differences.add((here.isEmpty() ? "missing: " : "left over: ") + name);
      } else if (!there.equals(here)) {
        differences.add(name + " differs: " + firstDifference(there, here));
      }
    }
    return differences;
  }

  private static String firstDifference(String there, String here) {
    List<String> expected = there.lines().toList();
    List<String> actual = here.lines().toList();
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        return actual.get(i).strip() + " instead of " + expected.get(i).strip();
      }
    }
    return actual.size() + " lines instead of " + expected.size();
  }

  @Override
  public String toString() {
    return fault.name() + ", " + setup + ", " + phase;
  }
}
