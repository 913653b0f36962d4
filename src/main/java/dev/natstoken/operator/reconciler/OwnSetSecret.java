package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Secret;

/** The token Secret of servers that are ours. */
record OwnSetSecret(Owner owner, NatsTokenAuthSpec spec, ClientAccess access)
    implements TokenStore.Form {

  @Override
  public Secret of(TokenState state, int existing) {
    return TokenSecret.desired(
        owner,
        replicas(state, existing),
        state,
        spec.tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
        access);
  }

  /** In an overlap servers that are not wanted any more stay until others have their token. */
  private int replicas(TokenState state, int existing) {
    int wanted = spec.replicasOrDefault();
    boolean noneLeft = state.overlap().filter(o -> o.serversFrom() >= wanted).isPresent();
    return noneLeft ? Math.max(existing, wanted) : wanted;
  }
}
