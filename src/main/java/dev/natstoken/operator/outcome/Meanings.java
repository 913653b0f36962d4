package dev.natstoken.operator.outcome;

import static dev.natstoken.operator.outcome.ConditionState.READY_FALSE;
import static dev.natstoken.operator.outcome.ConditionState.READY_TRUE;
import static dev.natstoken.operator.outcome.ConditionState.STALLED;

import java.util.EnumMap;
import java.util.Map;

/**
 * The meanings of one {@link Reason}, which are written down one condition after the other. Here is
 * what several reasons have in common.
 */
record Meanings(Map<ConditionState, String> byState) {

  /** The first of them, to which others can be joined. */
  static Meanings on(ConditionState state, String meaning) {
    return new Meanings(new EnumMap<>(ConditionState.class)).and(state, meaning);
  }

  /** Those of a phase of a rotation for the condition Ready. */
  static Meanings inRotation() {
    return on(
            READY_TRUE,
            "A [rotation](rotation.md) is under way and stands in this phase. Servers let in the"
                + " published token, and its clients are served.")
        .and(
            READY_FALSE,
            "As for `True`, but no ready server lets in the published token right now. Passes"
                + " when a server is back; after a token was edited by hand, when the first server"
                + " has it.");
  }

  /** Those of a problem that only a person can mend. */
  static Meanings stalled() {
    return on(READY_FALSE, "See below. Servers that run keep running as they are.")
        .and(
            STALLED,
            "Something that the operator cannot mend. It looks again after 2 seconds, then more"
                + " rarely the longer it lasts, at last every 30 seconds, and goes on by itself"
                + " once the cause is gone. Changes of what it watches are seen at once.");
  }

  /** And what it means there. */
  Meanings and(ConditionState state, String meaning) {
    byState.put(state, meaning);
    return this;
  }
}
