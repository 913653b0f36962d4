package dev.natstoken.operator.access;

import dev.natstoken.operator.access.AccessVerdict.Said;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.HeldToken;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.SecretTemplate;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an access comes to. The first of these that applies decides:
 *
 * <ol>
 *   <li>A NatsTokenAuth that the operator does not watch gives nothing.
 *   <li>Without the consent of its owner nothing is given. Whoever does not have it cannot tell
 *       whether there is such a NatsTokenAuth: that one is not there reads the same.
 *   <li>A token that came by an access goes no further, so that there is no circle. While its
 *       Secret is away, an access that asks for one of that name would bring it: a circle that was
 *       cut would close again.
 *   <li>A paused access stays as it is.
 *   <li>A Secret that is not of this access is respected, be it of another one.
 *   <li>While no token is published, the Secret waits for one as it is.
 *   <li>A Secret that is larger than the API server takes is not written. What the one that stands
 *       still holds is told, as it is of a paused access: see {@link HeldToken}.
 *   <li>Else the Secret says what the token Secret says to clients.
 * </ol>
 *
 * <p>By the first three the Secret goes, whatever else is the case. A Secret of a former name that
 * the access controls goes always.
 */
public final class AccessRules {

  private final NatsTokenAccess access;
  private final AccessFacts facts;

  private AccessRules(NatsTokenAccess access, AccessFacts facts) {
    this.access = access;
    this.facts = facts;
  }

  public static AccessVerdict decide(NatsTokenAccess access, AccessFacts facts) {
    return new AccessRules(access, facts).decide();
  }

  private AccessVerdict decide() {
    return notWatched()
        .or(this::notAllowed)
        .or(this::cameByAnAccess)
        .map(problem -> new AccessVerdict(new Said.Refused(problem), Optional.empty(), ours()))
        .orElseGet(() ->
            new AccessVerdict(
                paused().or(this::nameTaken).or(this::notPublished).orElseGet(this::copy),
                ourTarget(),
                former()));
  }

  private Optional<Problem> notWatched() {
    return facts.watched()
        ? Optional.empty()
        : problem(
            Reason.NamespaceNotWatched,
            "The operator does not watch namespace \""
                + access.specOrEmpty().authRef().namespace()
                + "\"; see the chart's watchNamespaces, or name a NatsTokenAuth of a namespace that it"
                + " watches");
  }

  private Optional<Problem> notAllowed() {
    String namespace = access.getMetadata().getNamespace();
    boolean given =
        auth().filter(a -> Consent.given(a, namespace, facts.namespaceLabels())).isPresent();
    return given
        ? Optional.empty()
        : problem(
            Reason.AccessNotAllowed,
            "There is no NatsTokenAuth \""
                + access.specOrEmpty().authRef().name()
                + "\" in namespace \""
                + access.specOrEmpty().authRef().namespace()
                + "\" that allows namespace \""
                + namespace
                + "\"; let its owner add the namespace to spec.allowedNamespaces");
  }

  private Optional<Problem> cameByAnAccess() {
    return bringer()
        .flatMap(other ->
            problem(
                Reason.TokenFromAccess,
                "NatsTokenAuth \""
                    + access.specOrEmpty().authRef().name()
                    + "\" has its token from NatsTokenAccess \""
                    + other
                    + "\", and a token that came so goes no further; name the NatsTokenAuth that"
                    + " the token comes from"));
  }

  private Optional<String> bringer() {
    return facts.brought().isPresent()
        ? facts.brought().flatMap(AccessOwner::controllingAccess)
        : facts.bringers().stream().findFirst();
  }

  private Optional<Said> paused() {
    return access.specOrEmpty().pausedOrDefault()
        ? Optional.of(new Said.Paused(held()))
        : Optional.empty();
  }

  private Optional<Said> nameTaken() {
    return facts
        .target()
        .filter(secret -> !AccessOwner.controlsOrLeft(access, secret))
        .map(secret -> {
          Optional<String> other = AccessOwner.controllingAccess(secret);
          return other.filter(access.getMetadata().getName()::equals).isPresent()
              ? new Said.Waiting(
                  "Secret "
                      + access.secretName()
                      + " still belongs to a deleted NatsTokenAccess of this name; waiting for the"
                      + " garbage collector")
              : new Said.Refused(nameConflict(other));
        });
  }

  private Problem nameConflict(Optional<String> other) {
    return new Problem(
        Reason.NameConflict,
        "Secret "
            + access.secretName()
            + " exists and "
            + other
                .map(name -> "belongs to NatsTokenAccess \"" + name + "\"")
                .orElse("does not belong to this NatsTokenAccess")
            + "; it is left alone. Name another one in spec.secretName"
            + (other.isPresent() ? "" : ", or delete that Secret"));
  }

  private Optional<Said> notPublished() {
    return source().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Said.Waiting(
                "NatsTokenAuth "
                    + access.specOrEmpty().authRef().text()
                    + " has published no token that can be used; waiting for one"));
  }

  private Said copy() {
    Secret source = source().orElseThrow();
    return switch (AccessSecret.filledIn(access, source)) {
      case SecretTemplate.Result.Refused(String why) -> tooLarge("its template is refused: " + why);
      case SecretTemplate.Result.FilledIn(Map<String, String> further) ->
          ifItFits(AccessSecret.desired(access, source, further));
    };
  }

  private Said ifItFits(Secret desired) {
    int bytes = AccessSecret.bytes(desired);
    return bytes <= AccessSecret.MOST_BYTES
        ? new Said.Held(desired)
        : tooLarge(
            "it would have "
                + bytes
                + " bytes, and "
                + AccessSecret.MOST_BYTES
                + " is the most that Kubernetes takes; make spec.template or the ca.crt shorter");
  }

  private Said tooLarge(String why) {
    return new Said.Refused(
        unfollowed(
            new Problem(
                Reason.SecretTooLarge,
                "Secret "
                    + access.secretName()
                    + (ourTarget().isPresent() ? " is left as it is, for " : " is not made, for ")
                    + why)));
  }

  /** What keeps the Secret from being written, and what that comes to for clients. */
  public static Problem unfollowed(NatsTokenAccess access, AccessFacts facts, Problem problem) {
    return new AccessRules(access, facts).unfollowed(problem);
  }

  private Problem unfollowed(Problem problem) {
    return held()
        .map(held ->
            new Problem(problem.reason(), problem.message() + ". " + held, problem.mayPass()))
        .orElse(problem);
  }

  /** What our Secret holds; empty where there is none, or no token that can be used. */
  private Optional<String> held() {
    return source()
        .flatMap(source -> ourTarget().map(ours -> HeldToken.of(ours, source).sentence()));
  }

  /** One that is being deleted gives no more. */
  private Optional<NatsTokenAuth> auth() {
    return facts.auth().filter(a -> !a.isMarkedForDeletion());
  }

  /** The token Secret, if the NatsTokenAuth made it and its token is fit for use. */
  private Optional<Secret> source() {
    return facts
        .source()
        .filter(secret -> auth().filter(a -> owner(a).controlsOrLeft(secret)).isPresent())
        .filter(TokenSecret::isPublished);
  }

  static Owner owner(NatsTokenAuth auth) {
    var metadata = auth.getMetadata();
    return new Owner(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        auth.specOrDefaults().commonLabelsOrEmpty());
  }

  private Optional<Secret> ourTarget() {
    return facts.target().filter(secret -> AccessOwner.controlsOrLeft(access, secret));
  }

  private List<Secret> former() {
    return facts.others().stream().filter(secret -> AccessOwner.controls(access, secret)).toList();
  }

  private List<Secret> ours() {
    return Stream.concat(ourTarget().stream(), former().stream()).toList();
  }

  private static Optional<Problem> problem(Reason reason, String message) {
    return Optional.of(new Problem(reason, message));
  }
}
