package dev.natstoken.operator.attached;

import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.observed.UnschedulablePods;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/**
 * How far servers that somebody else runs are with the newest authorization block.
 *
 * @param servers as they are after the mark was set
 * @param seen their pods, and what each showed
 * @param digest of that block, with which the pods that read it are marked
 * @param wrong what shows that they would not ask for the token
 */
public record AttachedRoll(
    AttachedServers servers,
    SeenServers seen,
    String digest,
    Rollout rollout,
    Optional<RollHindrance> hindrance,
    Optional<Problem> wrong) {

  private static final String HINT =
      ". Something else in its configuration decides who gets in: look for another authorization"
          + " block, users or accounts";

  private static final String AUTHORITY =
      ", so the operator did not show it the token. Name the Secret with the ca.crt of these servers"
          + " in spec.serverRef.caSecretName";

  public static AttachedRoll of(
      AttachedServers servers, SeenServers seen, String digest, Optional<Problem> wrong) {
    return new AttachedRoll(
        servers,
        seen,
        digest,
        Rollout.of(servers.set(), seen.pods(), servers.replicas()),
        RollHindrance.of(servers.set()),
        wrong);
  }

  /** Whether each of them has the block, and none is on its way. */
  public boolean complete() {
    return all() && rollout.complete();
  }

  /** Whether they would follow if another token were published now. */
  public boolean settled() {
    return wrong.isEmpty() && hindrance.isEmpty() && complete() && proof().suffices();
  }

  public int ready() {
    return (int) rollout.ready().stream().filter(this::isMarked).count();
  }

  public Proof proof() {
    return all() ? seen.logins(rollout).withHint(HINT).withRemedy(AUTHORITY) : new Proof.Pending();
  }

  /**
   * What somebody has to mend, if anything.
   *
   * @param due whether another token is
   */
  public Optional<Problem> problem(boolean due, Instant now) {
    return wrong
        .or(rollout::problem)
        .or(() -> UnschedulablePods.in(seen.pods(), now))
        .or(() -> hindrance.flatMap(h -> held(h, due)));
  }

  /** A partition is nothing to be told of as long as the servers above it are on their way. */
  private Optional<Problem> held(RollHindrance by, boolean due) {
    if (all()) {
      return due ? Optional.of(by.withholdsToken()) : Optional.empty();
    }
    return by.deletion() || rollout.complete() ? Optional.of(by.notRolled()) : Optional.empty();
  }

  private boolean all() {
    return seen.pods().stream().allMatch(this::isMarked);
  }

  private boolean isMarked(Pod pod) {
    return digest.equals(Configurations.digest(pod.getMetadata()));
  }
}
