package dev.natstoken.operator.observed;

import dev.natstoken.operator.api.JetStreamSpec;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.desired.Names;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The claims of the servers as they are, beside the size that the user wants.
 *
 * <ol>
 *   <li>The size in the StatefulSet is the one that the servers rely on: their limits follow from
 *       it. It stands there from the creation on and cannot be changed.
 *   <li>A claim that asks for less than is wanted is made to ask for it. So is one that asks for
 *       more and that the storage cannot give that, unless it has what is wanted already:
 *       Kubernetes takes back no more than what was never given.
 *   <li>When all claims have it, the StatefulSet is made anew with it, around the servers that run.
 *   <li>Where there is no StatefulSet, claims that are left from an earlier one count as above.
 * </ol>
 *
 * @param wanted size that the user asks for
 * @param inTheSet size in the StatefulSet; the one to create it with, if there is none
 * @param servers how many of these there are to be
 * @param claims those of them that exist
 */
public record FileStoreClaims(
    String wanted, String inTheSet, int servers, List<PersistentVolumeClaim> claims) {

  public static Optional<FileStoreClaims> of(
      Owner owner,
      NatsTokenAuthSpec spec,
      Optional<StatefulSet> live,
      Collection<PersistentVolumeClaim> all) {
    return spec.jetstreamIfAny()
        .flatMap(JetStreamSpec::claim)
        .map(c -> {
          int servers = spec.replicasOrDefault();
          return of(c.size(), live, servers, ofServers(owner.names(), servers, all));
        });
  }

  private static FileStoreClaims of(
      String wanted, Optional<StatefulSet> live, int servers, List<PersistentVolumeClaim> claims) {
    String inTheSet =
        live.flatMap(FileStoreClaims::template)
            .or(() ->
                claims.stream()
                    .map(FileStoreClaim::requested)
                    .min(SMALLER_FIRST)
                    .filter(s -> SMALLER_FIRST.compare(s, wanted) < 0))
            .orElse(wanted);
    return new FileStoreClaims(wanted, inTheSet, servers, claims);
  }

  private static final Comparator<String> SMALLER_FIRST =
      Comparator.comparing(s -> new Quantity(s).getNumericalAmount());

  private static Optional<String> template(StatefulSet set) {
    return set.getSpec().getVolumeClaimTemplates().stream()
        .map(FileStoreClaim::requested)
        .findFirst();
  }

  private static List<PersistentVolumeClaim> ofServers(
      Names names, int replicas, Collection<PersistentVolumeClaim> all) {
    Set<String> expected =
        IntStream.range(0, replicas)
            .mapToObj(i -> FileStoreClaim.name(names, i))
            .collect(Collectors.toSet());
    return all.stream()
        .filter(c -> expected.contains(c.getMetadata().getName()))
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(c -> c.getMetadata().getName()))
        .toList();
  }

  /** Claims that have to be told; an unbound one cannot be. */
  public List<PersistentVolumeClaim> toBeTold() {
    return claims.stream()
        .filter(FileStoreClaims::isBound)
        .filter(c -> asksForLess(c) || asksInVain(c))
        .toList();
  }

  private boolean asksForLess(PersistentVolumeClaim claim) {
    return SMALLER_FIRST.compare(FileStoreClaim.requested(claim), wanted) < 0;
  }

  private boolean asksInVain(PersistentVolumeClaim claim) {
    return SMALLER_FIRST.compare(FileStoreClaim.requested(claim), wanted) > 0
        && ClaimResize.isInfeasible(claim)
        && lacks(claim);
  }

  /** Whether a claim has less than is wanted, whatever it asks for. */
  boolean lacks(PersistentVolumeClaim claim) {
    return SMALLER_FIRST.compare(size(claim), wanted) < 0;
  }

  /** Whether the StatefulSet lags behind claims that all have the wanted size. */
  public boolean outgrewTheSet() {
    return SMALLER_FIRST.compare(inTheSet, wanted) < 0
        && claims.size() == servers
        && claims.stream().allMatch(c -> isBound(c) && !lacks(c));
  }

  /** What no claim can be given is none of the sizes below which the user cannot go. */
  public Observation.Claims report() {
    boolean stuck = claims.stream().anyMatch(ClaimResize::isInfeasible);
    String largest =
        claims.stream()
            .filter(_ -> !stuck)
            .map(FileStoreClaim::requested)
            .max(SMALLER_FIRST)
            .filter(s -> SMALLER_FIRST.compare(s, inTheSet) > 0)
            .orElse(inTheSet);
    return new Observation.Claims(
        largest,
        SMALLER_FIRST.compare(inTheSet, wanted) < 0
            ? Optional.of(
                "The claims grow from "
                    + inTheSet
                    + " to "
                    + wanted
                    + "; the servers run meanwhile"
                    + ClaimResize.waiting(claims).map(w -> ". " + w).orElse(""))
            : Optional.empty());
  }

  /** The problem of the first claim to which the storage cannot give more. */
  public Optional<Problem> infeasible() {
    return ClaimResize.infeasible(this);
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
  }

  private static String size(PersistentVolumeClaim claim) {
    var capacity = claim.getStatus().getCapacity();
    Quantity storage = capacity == null ? null : capacity.get("storage");
    return storage == null ? "0" : storage.toString();
  }
}
