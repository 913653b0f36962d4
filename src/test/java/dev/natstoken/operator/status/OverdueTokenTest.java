package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static dev.natstoken.operator.status.Situations.at;
import static dev.natstoken.operator.status.Situations.condition;
import static dev.natstoken.operator.status.Situations.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Cause;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverdueTokenTest {

  private static final Problem LOST =
      new Problem(Reason.PodsFailing, "Node a of Pod orders-nats-2 does not answer");

  @Test
  void aChangeThatWaitsForAServerIsToldWithSinceWhen() {
    assertThat(message(due(START, Optional.empty())))
        .contains("2 of 3")
        .endsWith(
            "; the token has been due for a change since " + START + ", which waits for this");
  }

  @Test
  void itIsToldBesideTheProblemThatHoldsItUp() {
    assertThat(message(due(START, Optional.of(LOST))))
        .startsWith(LOST.message())
        .contains("since " + START);
  }

  @Test
  void aChangeThatIsYetToComeIsNotToldOf() {
    assertThat(message(due(LATER.plusSeconds(1), Optional.empty()))).doesNotContain("due");
  }

  private static String message(Observation seen) {
    return condition(at(LATER).report(resource(1, null), seen), "Ready").getMessage();
  }

  private static Observation due(Instant at, Optional<Problem> problem) {
    return Observation.of(3, 3)
        .ready(2)
        .problem(problem)
        .token(new Observation.Token("t", 1, START, Cause.Created, Optional.of(at)))
        .build();
  }
}
