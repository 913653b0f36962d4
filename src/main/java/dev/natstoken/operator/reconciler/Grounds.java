package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.BroughtToken;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.rotation.Server.Health;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pass decides upon, and whether it is still so. Each kind of object has a cache of its own,
 * which may be late, and another operator may have led meanwhile that saw more. So before the token
 * Secret, the StatefulSet or the authorization block of attached servers is written over, or
 * superseded configurations go, the API server is asked for the rest:
 *
 * <ol>
 *   <li>What the user wants: generation and annotation of the resource, and the token that he
 *       brought.
 *   <li>The token Secret, by its version; the StatefulSet, by its generation.
 *   <li>The servers: which pods there are, and their health. Not where the operator alone is to
 *       replace them, because of a discarded token: that waits for nothing.
 *   <li>For the token Secret, whether there are configurations that were not seen: they tell which
 *       tokens there were.
 * </ol>
 *
 * <p>Before the Secret or the StatefulSet of a resource that was reported before is made anew, it
 * is asked for what the user wants. A resource that was never reported has lost nothing.
 *
 * <p>If it is otherwise, nothing is written, and the pass begins anew when the caches show it.
 *
 * @param brought the token of the user's own
 * @param live the StatefulSet, if there was one
 * @param pods of this StatefulSet
 */
record Grounds(
    Reconciliation about,
    Optional<Token> brought,
    Optional<StatefulSet> live,
    Collection<Pod> pods) {

  /** A pod, as far as decisions look at it. */
  private record Known(String uid, Health health) {}

  /** Ends the pass if the token Secret may not be written over. */
  void requireForSecret() {
    requireWish();
    requireSet();
    requirePods();
    Set<String> seen = names(about.own().configurations());
    require(seen.containsAll(names(newest(ConfigMap.class))), "A configuration");
  }

  /**
   * Ends the pass if the StatefulSet may not be written over, whose own version its write carries.
   *
   * @param onDelete whether the operator alone is to replace the servers
   */
  void requireForSet(TokenStore store, boolean onDelete) {
    requireWish();
    requireSecret(about, store);
    if (!onDelete) {
      requirePods();
    }
  }

  /** Ends the pass if the token Secret may not be made anew. */
  void requireForCreation() {
    if (about.resource().wasReported()) {
      requireWish();
    }
  }

  /** Ends the pass if pods may not be deleted, whatever their health. */
  void requireForPods(TokenStore store) {
    requireSecret(about, store);
    requireSet();
  }

  /** Ends the pass if attached servers may not be given this token. */
  void requireForAttached(TokenStore store) {
    requireWish();
    requireSecret(about, store);
  }

  /** Ends the pass if superseded configurations may not go, or the StatefulSet be made anew. */
  void requireForRemoval(TokenStore store) {
    requireWish();
    requireSecret(about, store);
    requireSet();
    requirePods();
  }

  /** Ends the pass if the token Secret is not as it was read. */
  static void requireSecret(Reconciliation about, TokenStore store) {
    require(store.isNewest(), "Secret " + about.owner().names().tokenSecret());
  }

  private void requireWish() {
    NatsTokenAuth resource = about.resource();
    require(
        about
            .applier()
            .newest()
            .asSeen(NatsTokenAuth.class, resource)
            .filter(r -> r.rotateRequest().equals(resource.rotateRequest()))
            .isPresent(),
        describe(resource));
    Optional.ofNullable(about.spec().tokenOrDefault().existingSecret())
        .ifPresent(reference -> {
          Optional<Secret> secret = about.applier().newest().read(Secret.class, reference.name());
          require(
              brought.equals(BroughtToken.ifFit(reference, secret)), "Secret " + reference.name());
        });
  }

  private void requireSet() {
    live.ifPresent(set -> {
      String name = set.getMetadata().getName();
      require(
          about.applier().newest().asSeen(StatefulSet.class, set).isPresent(),
          "StatefulSet " + name);
    });
  }

  private void requirePods() {
    require(live.isEmpty() || known(pods).equals(known(newest(Pod.class))), "A server");
  }

  /** As the watch would show them. */
  private <T extends HasMetadata> List<T> newest(Class<T> type) {
    return about
        .own()
        .those(about.applier().newest().labelled(type, Labels.of(about.owner().name())), live);
  }

  private Map<String, Known> known(Collection<Pod> those) {
    return those.stream()
        .collect(
            Collectors.toMap(
                p -> p.getMetadata().getName(),
                p -> new Known(p.getMetadata().getUid(), Rollout.health(p, about.now()))));
  }

  private static Set<String> names(Collection<? extends HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static String describe(NatsTokenAuth resource) {
    return "NatsTokenAuth " + resource.getMetadata().getName();
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new TryAgainException(what + " changed since it was seen; trying again");
    }
  }
}
