package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Deleter;
import dev.natstoken.operator.kube.OwnObjects;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;

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
}
