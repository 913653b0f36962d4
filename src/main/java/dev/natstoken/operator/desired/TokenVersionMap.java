package dev.natstoken.operator.desired;

import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/**
 * Says which token is published and nothing of the token itself, for tools that restart clients: it
 * changes once per token, while the token Secret changes at each step of a rotation. The time makes
 * the difference where a resource is made anew and counts from 1 again.
 */
public final class TokenVersionMap {

  private TokenVersionMap() {}

  public static ConfigMap desired(Owner owner, TokenState state) {
    return new ConfigMapBuilder()
        .withMetadata(owner.metadata(owner.names().tokenVersionMap(), Map.of()))
        .addToData("generation", Long.toString(state.generation()))
        .addToData("published-at", state.createdAt().toString())
        .build();
  }
}
