package dev.natstoken.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.access.Accesses;
import dev.natstoken.operator.attached.AttachedProblems;
import dev.natstoken.operator.kube.KubeProblems;
import dev.natstoken.operator.observed.ObservedProblems;
import dev.natstoken.operator.reconciler.StoredTokenProblems;
import dev.natstoken.operator.status.StatusProblems;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads a problem knows what it is about and what to do, without the documentation. */
class ProblemMessagesTest {

  /** Made where the operator makes them. */
  static Stream<Problem> problems() {
    return Stream.of(
            Accesses.problems(),
            AttachedProblems.all(),
            KubeProblems.all(),
            ObservedProblems.all(),
            StoredTokenProblems.all(),
            StatusProblems.all())
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theMessageNamesTheObjectAndTheNextStep(Problem problem) {
    HelpfulMessage.check(problem);
  }

  @Test
  void noReasonOfAProblemIsLeftOut() {
    assertThat(problems().map(Problem::reason).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).filter(r -> r.advice().isPresent()).toList());
  }
}
