package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.RoutesConfig;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cluster block with the password that the servers use among themselves. nats-server takes no
 * token for routes, and gossip sends the configured password as it stands, so it cannot be hashed
 * and lives in a Secret of its own. It is there with TLS and without, since servers of both kinds
 * may run, and start again, while TLS is switched on or off.
 */
public final class RoutesSecret {

  public static final String FILE = RoutesConfig.FILE;

  private RoutesSecret() {}

  /** What it says, as far as it can be read: without TLS between the servers, and with it. */
  public static List<String> texts(Secret secret) {
    return Stream.of(FILE, RoutesConfig.TLS_FILE)
        .flatMap(key -> SecretData.text(secret, key).stream())
        .toList();
  }

  public static Secret desired(Owner owner, String routesConf) {
    return new SecretBuilder()
        .withMetadata(owner.metadata(owner.names().routesSecret(), Map.of()))
        .withType("Opaque")
        .addToData(FILE, SecretData.encode(routesConf))
        .addToData(RoutesConfig.TLS_FILE, SecretData.encode(RoutesConfig.withTls(routesConf)))
        .build();
  }
}
