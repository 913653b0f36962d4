package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.observed.BoundedMap;
import dev.natstoken.operator.observed.Observation;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.status.Conditions;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long a problem that often passes by itself is none yet: Stalled makes tools of GitOps give
 * up.
 *
 * <ol>
 *   <li>One minute from when it was first seen; another minute after a restart of the operator.
 *   <li>Not where the resource is Stalled already, nor where servers let in who should stay out.
 * </ol>
 */
public final class Patience {

  private static final Duration MOST = Duration.ofMinutes(1);

  private final BoundedMap<String, Instant> since = new BoundedMap<>();

  /** The problem to wait for, if there is one. */
  Optional<Problem> lasts(NatsTokenAuth resource, Observation seen, Instant now) {
    return lasts(resource.getMetadata().getUid(), seen.problem(), isUrgent(resource, seen), now);
  }

  /**
   * The same for any resource.
   *
   * @param urgent whether it is not to be waited for
   */
  public Optional<Problem> lasts(String uid, Optional<Problem> seen, boolean urgent, Instant now) {
    Optional<Problem> problem = seen.filter(Problem::mayPass);
    if (problem.isEmpty()) {
      since.remove(uid);
      return problem;
    }
    Instant first = since.get(uid).orElse(now);
    since.put(uid, first);
    return problem.filter(_ -> now.isBefore(first.plus(MOST)) && !urgent);
  }

  private static boolean isUrgent(NatsTokenAuth resource, Observation seen) {
    List<Condition> told = StatusFactory.conditionsOf(resource.getStatus());
    return seen.former().isPresent()
        || seen.proof() instanceof Proof.Open
        || Conditions.isTrue(told, Conditions.FORMER_TOKEN)
        || Conditions.isTrue(told, Conditions.STALLED);
  }
}
