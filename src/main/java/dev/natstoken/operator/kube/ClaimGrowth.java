package dev.natstoken.operator.kube;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.observed.FileStoreClaims;
import dev.natstoken.operator.observed.RecentAnswers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.ProblemException;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the claims of a file store for more. Whether a claim can grow, only the API server knows;
 * its refusal is remembered for the time of a resync, so that it is not asked again at every look.
 */
public final class ClaimGrowth {

  private record Request(String uid, String size) {}

  private final Clock clock;
  private final RecentAnswers<Request, String> refused;

  public ClaimGrowth(Clock clock, Duration validity) {
    this.clock = clock;
    this.refused = new RecentAnswers<>(validity);
  }

  /** The problem of the first claim that cannot grow. */
  public Optional<Problem> grow(Context<NatsTokenAuth> context, FileStoreClaims claims) {
    for (PersistentVolumeClaim claim : claims.toBeTold()) {
      try {
        Optional<String> answer = grow(context, claim, claims.wanted());
        if (answer.isPresent()) {
          return Optional.of(problem(claim, claims, answer.get()));
        }
      } catch (ProblemException e) {
        // Told, and nothing else waits for it.
        return Optional.of(e.problem());
      }
    }
    return claims.infeasible();
  }

  private Optional<String> grow(
      Context<NatsTokenAuth> context, PersistentVolumeClaim claim, String size) {
    Request request = new Request(claim.getMetadata().getUid(), size);
    Optional<String> known = refused.get(request, clock.instant());
    if (known.isPresent()) {
      return known;
    }
    try {
      ask(context, claim, size);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      boolean refusal = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == 422;
      if (!refusal || WriteRefusal.isMissingRight(e)) {
        throw WriteRefusal.thrown(e);
      }
      String answer = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      refused.put(request, answer, clock.instant());
      return Optional.of(answer);
    }
  }

  /** Nothing but the size becomes ours; the uid keeps it from a namesake. */
  private static void ask(
      Context<NatsTokenAuth> context, PersistentVolumeClaim claim, String size) {
    context
        .getClient()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests(FileStoreClaim.STORAGE, new Quantity(size))
                .endResources()
                .endSpec()
                .build())
        .fieldManager(context.getControllerConfiguration().fieldManager())
        .forceConflicts()
        .serverSideApply();
  }

  static Problem problem(PersistentVolumeClaim claim, FileStoreClaims claims, String answer) {
    return new Problem(
        Reason.ClaimsCannotGrow,
        "PersistentVolumeClaim "
            + claim.getMetadata().getName()
            + " cannot grow to "
            + claims.wanted()
            + ": "
            + Problem.quoted(answer)
            + ". Set spec.jetstream.fileStore.pvc.size back to "
            + claims.report().size()
            + "; the servers run on with what they have");
  }
}
