package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.TokenVersionMap;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/**
 * The ConfigMap that changes once per published token, for tools that restart clients:
 *
 * <ol>
 *   <li>It is written after the token Secret, so that whoever is restarted for it reads the new
 *       token there. If the operator ends in between, the next pass finds it old.
 *   <li>It changes when the servers that the Secret lists let in that token, so that whoever is
 *       restarted for it gets in at once. Until then it stays as it is.
 *   <li>Where there is none it is made at once.
 *   <li>What is refused is told and holds nothing up.
 * </ol>
 *
 * @param state as the token Secret has it
 * @param letIn whether those servers do
 */
record TokenVersion(TokenState state, boolean letIn) {

  /** Returns what keeps it from being so, if only a person can help. */
  Optional<Problem> follow(Reconciliation about) {
    ConfigMap wanted = TokenVersionMap.desired(about.owner(), state);
    boolean tellsAnother =
        about
            .applier()
            .cached(ConfigMap.class, wanted.getMetadata().getName())
            .filter(live -> !wanted.getData().equals(live.getData()))
            .isPresent();
    if (tellsAnother && !letIn) {
      return Optional.empty();
    }
    try {
      about.applier().apply(ConfigMap.class, wanted, about.owner()::controlsOrLeft);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }
}
