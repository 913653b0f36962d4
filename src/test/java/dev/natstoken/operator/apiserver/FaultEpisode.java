package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.faults.ApiCall;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Something that a user does while something breaks, until all is well again.
 *
 * @param seed of what the fault leaves to chance
 */
record FaultEpisode(Fault fault, FaultPhase phase, long seed) {

  /**
   * What came of it.
   *
   * @param recovery from the end of the fault until all was as it should be
   * @param broken in words; empty if all is well
   */
  record Outcome(boolean ended, Duration recovery, List<String> broken) {}

  private static final int LOOKS = 5;

  Outcome in(FaultWorld world) throws InterruptedException {
    try (Promises promises = new Promises(world, phase)) {
      AtomicBoolean over = new AtomicBoolean();
      world.begin(phase);
      Fault.Course course = fault.course().begin(world, new Random(seed));
      world.disturbed();
      phase.act(world);
      try {
        world.await(phase, over::get, () -> over.set(course.goOn()));
      } catch (ConditionTimeoutException e) {
        return new Outcome(false, FaultWorld.LIMIT, List.of("not done: " + world.describe()));
      }
      Duration recovery = world.sinceFault();
      world.mend();
      promises.lookAtTheEnd();
      List<String> broken = new ArrayList<>(writesWithoutEnd(world));
      broken.addAll(listsOfAnyAge(world));
      broken.addAll(promises.broken());
      return new Outcome(true, recovery, broken);
    }
  }

  /** An API server that lags would answer them with what was, and the past would win. */
  private static List<String> listsOfAnyAge(FaultWorld world) {
    return world.proxy().calls().stream()
        .filter(ApiCall::isListOfAnyAge)
        .map(call -> "a list of any age: " + call.kind())
        .distinct()
        .toList();
  }

  /**
   * After a few looks at most, which somebody else's annotation brings about, none writes anything:
   * what failed last is still to be done again when all is as it should be.
   */
  private List<String> writesWithoutEnd(FaultWorld world) {
    if (phase == FaultPhase.DELETE) {
      return List.of();
    }
    int before = -1;
    int after = writes(world).size();
    for (int look = 0; look < LOOKS && before != after; look++) {
      before = after;
      lookAgain(world);
      after = writes(world).size();
    }
    return before == after
        ? List.of()
        : List.of("writes without end: " + writes(world).subList(before, after));
  }

  private static void lookAgain(FaultWorld world) {
    TestNamespace namespace = world.namespace();
    double looks = namespace.operator().succeeded();
    namespace.edit(
        Secret.class,
        TestNamespace.TOKEN_SECRET,
        s ->
            new SecretBuilder(s)
                .editMetadata()
                .addToAnnotations("note", "" + System.nanoTime())
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

  @Override
  public String toString() {
    return fault.name() + ", " + phase;
  }
}
