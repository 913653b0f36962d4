package dev.natstoken.operator.access;

import dev.natstoken.operator.access.AccessVerdict.Said;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.TokenVersionMap;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * The ConfigMap of an access that changes once per published token, for tools that restart clients:
 *
 * <ol>
 *   <li>It says what the one beside the token Secret says. So it changes, as that one does, when
 *       the servers let in the token.
 *   <li>It follows only when the Secret of the access holds the token of that number: whoever is
 *       restarted for it reads that one.
 *   <li>One that is not of this access is respected. That is told and holds nothing else up.
 *   <li>It stays when the Secret goes, so that clients are restarted if that comes back with
 *       another token. It goes with the access, and when the Secret gets another name.
 * </ol>
 *
 * @param wanted what should stand; empty: whatever does
 * @param gone those that have to go
 */
public record AccessVersion(
    Optional<ConfigMap> wanted, List<ConfigMap> gone, Optional<Problem> problem) {

  /**
   * What is known.
   *
   * @param source the one beside the token Secret, whoever owns it
   * @param target the one under the name that it has for this access, whoever owns it
   * @param others further ones that name this access as theirs
   */
  public record Facts(
      Optional<ConfigMap> source, Optional<ConfigMap> target, List<ConfigMap> others) {}

  /**
   * What it comes to.
   *
   * @param auth which the access names
   * @param secret of the access, as it stands
   */
  public static AccessVersion decide(
      NatsTokenAccess access, NatsTokenAuth auth, Secret secret, Facts facts) {
    Optional<ConfigMap> wanted =
        facts
            .source()
            .filter(map -> AccessRules.owner(auth).controlsOrLeft(map))
            .filter(map -> TokenVersionMap.generation(map).equals(AccessSecret.generation(secret)))
            .map(map -> desired(access, map));
    List<ConfigMap> gone =
        facts.others().stream().filter(map -> AccessOwner.controls(access, map)).toList();
    boolean taken =
        facts.target().filter(map -> !AccessOwner.controlsOrLeft(access, map)).isPresent();
    return taken
        ? new AccessVersion(Optional.empty(), gone, Optional.of(taken(access)))
        : new AccessVersion(wanted, gone, Optional.empty());
  }

  private static ConfigMap desired(NatsTokenAccess access, ConfigMap source) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(access.getMetadata().getNamespace())
        .withName(access.versionMapName())
        .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
        .addToLabels(AccessOwner.LABEL, access.getMetadata().getName())
        .addToLabels(TokenVersionMap.MARK)
        .addToOwnerReferences(AccessOwner.reference(access))
        .endMetadata()
        .withData(TokenVersionMap.content(source))
        .build();
  }

  private static Problem taken(NatsTokenAccess access) {
    return new Problem(
        Reason.NameConflict,
        "ConfigMap "
            + access.versionMapName()
            + " exists and does not belong to this NatsTokenAccess; it is left alone, and tells"
            + " nobody of a new token. The Secret follows all the same. Name another one in"
            + " spec.secretName, or delete that ConfigMap");
  }

  /**
   * What is to be told when the Secret is as it should be, and this is not.
   *
   * @param held the Secret
   */
  public static AccessVerdict without(Problem problem, Secret held) {
    return new AccessVerdict(new Said.Refused(problem), Optional.of(held), List.of());
  }
}
