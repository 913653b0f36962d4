package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a claim that was asked for more says of it:
 *
 * <ol>
 *   <li>The storage cannot: no later try will go better, so a person has to act. Kubernetes calls
 *       that infeasible since 1.34, and failed before. It is no problem where the claim has by now
 *       what is wanted.
 *   <li>The volume has grown, and its file system has not: most drivers see to that within a minute
 *       or two, some only when the server restarts.
 * </ol>
 */
final class ClaimResize {

  private static final String FILE_SYSTEM = "FileSystemResizePending";

  private ClaimResize() {}

  static Optional<Problem> infeasible(FileStoreClaims claims) {
    return claims.claims().stream()
        .filter(ClaimResize::isInfeasible)
        .filter(claims::lacks)
        .findFirst()
        .map(c -> told(c, claims));
  }

  static boolean isInfeasible(PersistentVolumeClaim claim) {
    Map<String, String> statuses =
        claim.getStatus() == null ? null : claim.getStatus().getAllocatedResourceStatuses();
    String status = statuses == null ? "" : statuses.getOrDefault(FileStoreClaim.STORAGE, "");
    return status.endsWith("ResizeInfeasible") || status.endsWith("ResizeFailed");
  }

  private static Problem told(PersistentVolumeClaim claim, FileStoreClaims claims) {
    String said =
        conditions(claim).stream()
            .filter(c -> c.getType().endsWith("ResizeError") && c.getMessage() != null)
            .map(PersistentVolumeClaimCondition::getMessage)
            .findFirst()
            .orElse(claim.getStatus().getAllocatedResourceStatuses().get(FileStoreClaim.STORAGE));
    return new Problem(
        Reason.ClaimsCannotGrow,
        "PersistentVolumeClaim "
            + claim.getMetadata().getName()
            + " cannot grow to "
            + claims.wanted()
            + ": "
            + Problem.quoted(said)
            + ". Make room in the storage, whose driver then tries again, or set"
            + " spec.jetstream.fileStore.pvc.size to less, down to "
            + claims.inTheSet()
            + "; the servers run on with what they have");
  }

  /** What to do for claims whose servers may have to restart. */
  static Optional<String> waiting(List<PersistentVolumeClaim> claims) {
    return claims.stream()
        .filter(c ->
            conditions(c).stream()
                .anyMatch(k -> FILE_SYSTEM.equals(k.getType()) && "True".equals(k.getStatus())))
        .findFirst()
        .flatMap(c -> FileStoreClaim.server(c).map(server -> waiting(c, server)));
  }

  private static String waiting(PersistentVolumeClaim claim, String server) {
    return "PersistentVolumeClaim "
        + claim.getMetadata().getName()
        + " waits for its file system ("
        + FILE_SYSTEM
        + "). If that lasts for minutes, its driver needs a restart: delete Pod "
        + server
        + ", and the next one when all servers are ready again";
  }

  private static List<PersistentVolumeClaimCondition> conditions(PersistentVolumeClaim claim) {
    return claim.getStatus() == null || claim.getStatus().getConditions() == null
        ? List.of()
        : claim.getStatus().getConditions();
  }
}
