package dev.natstoken.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/** nats.conf with the hash of the token: immutable and named by its content. */
public final class ConfigurationMap {

  public static final String FILE = "nats.conf";

  private ConfigurationMap() {}

  public static ConfigMap desired(
      Owner owner, String natsConf, String configDigest, long tokenGeneration) {
    return new ConfigMapBuilder()
        .withMetadata(
            owner
                .metadata(owner.names().configMap(configDigest), Map.of())
                .edit()
                .addToAnnotations(Labels.TOKEN_GENERATION, Long.toString(tokenGeneration))
                .addToAnnotations(Labels.CONFIG_DIGEST, configDigest)
                .build())
        .withImmutable(true)
        .addToData(FILE, natsConf)
        .build();
  }
}
