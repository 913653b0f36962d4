package dev.natstoken.operator.status;

import static dev.natstoken.operator.status.Situations.LATER;
import static dev.natstoken.operator.status.Situations.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormerTokenReportTest {

  private static final List<Condition> ACCEPTED =
      new Conditions(Clock.fixed(START, ZoneOffset.UTC), 1, List.of())
          .set(ConditionState.FORMER_TOKEN, Reason.OverlapOver, "before")
          .list();

  @Test
  void namesTheServersThatStillLetItIn() {
    assertThat(after(former(false, "a-0", "a-1")))
        .hasValueSatisfying(condition -> {
          assertThat(condition.getReason()).isEqualTo("OverlapOver");
          assertThat(condition.getMessage())
              .startsWith("The former token, which should have ended at " + START)
              .contains("at 2 servers: a-0, a-1", "Mend the servers");
        });
  }

  @Test
  void ofADiscardedTokenItSaysWhatIsBeingDone() {
    assertThat(after(former(true, "a-0")))
        .hasValueSatisfying(condition -> {
          assertThat(condition.getReason()).isEqualTo("Revoking");
          assertThat(condition.getMessage())
              .startsWith("The discarded token")
              .contains("at 1 server: a-0", "shut that node down");
        });
  }

  @Test
  void goesWhenNoServerLetsItIn() {
    assertThat(after(Observation.of(1, 1).token(Situations.token(1, START)).build())).isEmpty();
  }

  @Test
  void staysWhenNothingWasFoundOutOfTheToken() {
    assertThat(after(Observation.of(1, 1).build())).contains(ACCEPTED.get(0));
  }

  private static Observation former(boolean discarded, String... pods) {
    return Observation.of(1, 1)
        .token(Situations.token(1, START))
        .former(Optional.of(new FormerToken(discarded, START, List.of(pods))))
        .build();
  }

  private static Optional<Condition> after(Observation seen) {
    Conditions conditions = new Conditions(Clock.fixed(LATER, ZoneOffset.UTC), 1, ACCEPTED);
    FormerTokenReport.set(conditions, seen);
    return Conditions.find(conditions.list(), Conditions.FORMER_TOKEN);
  }
}
