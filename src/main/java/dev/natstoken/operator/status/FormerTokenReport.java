package dev.natstoken.operator.status;

import dev.natstoken.operator.observed.FormerToken;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.ConditionState;
import dev.natstoken.operator.outcome.Reason;

/**
 * What FormerTokenAccepted says.
 *
 * <ol>
 *   <li>It is there while servers let in a token that should not work any more, and says which and
 *       since when.
 *   <li>A reconciliation that found out nothing of the token takes nothing back.
 * </ol>
 */
final class FormerTokenReport {

  private FormerTokenReport() {}

  static void set(Conditions conditions, Observation seen) {
    if (seen.token().isEmpty()) {
      conditions.keep(Conditions.FORMER_TOKEN);
    } else {
      seen.former().ifPresent(former -> set(conditions, former));
    }
  }

  private static void set(Conditions conditions, FormerToken former) {
    conditions.set(
        ConditionState.FORMER_TOKEN,
        former.discarded() ? Reason.Revoking : Reason.OverlapOver,
        "%s, which should have ended at %s, still gets in at %d %s: %s. %s"
            .formatted(
                former.discarded() ? "The discarded token" : "The former token",
                former.since(),
                former.pods().size(),
                former.pods().size() == 1 ? "server" : "servers",
                former.named(),
                former.discarded()
                    ? "Each is deleted at once; one that stays is on a node that does not answer:"
                        + " shut that node down"
                    : "Mend the servers that fail, or delete the pods named here"));
  }
}
