package dev.natstoken.operator.status;

import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.stream.Stream;

/** The problem that is made of a proof. */
public final class StatusProblems {

  private StatusProblems() {}

  public static Stream<Problem> all() {
    Condition stalled =
        Situations.condition(
            Situations.at(Situations.START)
                .report(Situations.resource(1, null), Situations.OPEN_SERVER),
            Conditions.STALLED);
    return Stream.of(new Problem(Reason.valueOf(stalled.getReason()), stalled.getMessage()));
  }
}
