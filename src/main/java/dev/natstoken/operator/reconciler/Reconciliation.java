package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.SecretAdditions;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Deleter;
import dev.natstoken.operator.kube.OwnObjects;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.Optional;

/**
 * One reconciliation of one resource.
 *
 * @param owner as whom its objects are made
 * @param now one instant for all that is decided in it
 * @param own what there is of it
 * @param applier writes its objects
 * @param deleter deletes them
 */
record Reconciliation(
    NatsTokenAuth resource,
    Owner owner,
    Instant now,
    OwnObjects own,
    Applier applier,
    Deleter deleter,
    Context<NatsTokenAuth> context) {

  NatsTokenAuthSpec spec() {
    return resource.specOrDefaults();
  }

  /** The token Secret with what its user adds to it. */
  SecretAdditions withAdditions(Secret plain) {
    return SecretAdditions.to(plain, spec().tokenOrDefault().secretOrDefault());
  }

  /** Why it is without some of that, if it is. */
  Optional<Problem> refusal(SecretAdditions secret) {
    return secret.refusal().map(why -> TokenStore.refused(owner.names().tokenSecret(), why));
  }
}
