package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/**
 * The authorization block for servers that somebody else runs. They mount it under one name, so it
 * changes in place; and it has no owner, because a server that restarts needs it, whatever became
 * of its resource. It holds a hash and no token.
 */
public final class AuthorizationMap {

  public static final String FILE = "authorization.conf";

  private AuthorizationMap() {}

  public static ConfigMap desired(
      Owner owner, String authorizationConf, String digest, long tokenGeneration) {
    return new ConfigMapBuilder()
        .withMetadata(
            owner
                .unownedMetadata(owner.names().authorizationMap())
                .edit()
                .addToAnnotations(Labels.TOKEN_GENERATION, Long.toString(tokenGeneration))
                .addToAnnotations(Labels.CONFIG_DIGEST, digest)
                .build())
        .addToData(FILE, authorizationConf)
        .build();
  }
}
