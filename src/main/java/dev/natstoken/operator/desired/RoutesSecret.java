package dev.natstoken.operator.desired;

import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.config.RoutesFile;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster block with the password that the servers use among themselves. nats-server takes no
 * token for routes, and gossip sends the configured password as it stands, so it cannot be hashed
 * and lives in a Secret of its own. It is there with TLS and without, and with each number of
 * seeds, since servers of every kind may run, and start again, while the one changes to the other.
 */
public final class RoutesSecret {

  /** The one from which the password and the first number of seeds are read back. */
  public static final String FILE = RoutesConfig.FILE;

  private RoutesSecret() {}

  /** What it says, as far as it can be read: each of its files. */
  public static List<String> texts(Secret secret) {
    return Optional.ofNullable(secret.getData()).orElse(Map.of()).keySet().stream()
        .sorted()
        .flatMap(key -> SecretData.text(secret, key).stream())
        .toList();
  }

  public static Secret desired(Owner owner, Routes routes) {
    Map<String, String> data = new TreeMap<>();
    for (RoutesFile file : routes.files()) {
      data.put(file.name(), SecretData.encode(file.text()));
      data.put(file.withTls().name(), SecretData.encode(file.withTls().text()));
    }
    return new SecretBuilder()
        .withMetadata(owner.metadata(owner.names().routesSecret(), Map.of()))
        .withType("Opaque")
        .withData(data)
        .build();
  }

  /** The file in this Secret that a configuration includes; the first one, if it includes none. */
  public static Optional<RoutesFile> file(Secret secret, String natsConf) {
    String name =
        Optional.ofNullable(secret.getData()).orElse(Map.of()).keySet().stream()
            .filter(key -> NatsConfig.includes(natsConf, key))
            .findFirst()
            .orElse(FILE);
    return SecretData.text(secret, name).map(text -> new RoutesFile(name, text));
  }
}
