package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.RoutesSecret;
import dev.natstoken.operator.desired.SecretData;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.kube.Applier.Creation;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.token.TokenGenerator;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Keeps the Secret with which the servers know each other: made once, its password never changed
 * while it can be read. The servers to dial follow the size of the set, but not during a rotation:
 * a server that keeps the former token keeps its whole configuration.
 */
final class RoutesResolver {

  private final TokenGenerator generator;
  private final Executor executor;

  RoutesResolver(TokenGenerator generator, Executor executor) {
    this.generator = generator;
    this.executor = executor;
  }

  /** The text of routes.conf as it stands in the Secret afterwards. */
  Beside<String> start(Reconciliation about, boolean rotating) {
    return Beside.start(executor, () -> resolve(about, rotating));
  }

  private String resolve(Reconciliation about, boolean rotating) {
    Optional<Secret> cached =
        about
            .applier()
            .cachedOurs(
                Secret.class, about.owner().names().routesSecret(), about.owner()::controls);
    if (cached.isPresent()) {
      String text =
          cached
              .filter(s -> rotating)
              .flatMap(this::readable)
              .orElseGet(() -> rendered(about, cached));
      return overwrite(about, text, cached.get());
    }
    String fresh = rendered(about, Optional.empty());
    Secret wanted = RoutesSecret.desired(about.owner(), fresh);
    return switch (about.applier().create(Secret.class, wanted, about.owner()::controls)) {
      case Creation.Created<Secret> _ -> fresh;
      case Creation.Found<Secret>(Secret found) ->
          overwrite(about, rendered(about, Optional.of(found)), found);
    };
  }

  private static String overwrite(Reconciliation about, String text, Secret found) {
    Secret wanted = RoutesSecret.desired(about.owner(), text);
    var _ =
        about.applier().overwriteUnchanged(Secret.class, wanted, found, about.owner()::controls);
    return text;
  }

  private Optional<String> readable(Secret secret) {
    return read(secret).flatMap(c -> SecretData.text(secret, RoutesSecret.FILE));
  }

  private static Optional<RouteCredentials> read(Secret secret) {
    try {
      return SecretData.text(secret, RoutesSecret.FILE).map(RoutesConfig::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** With the password that is there, if it can be read. */
  private String rendered(Reconciliation about, Optional<Secret> existing) {
    RouteCredentials credentials =
        existing
            .flatMap(RoutesResolver::read)
            .orElseGet(() -> RouteCredentials.generate(generator));
    return RoutesConfig.render(
        about.owner().names().statefulSet(),
        credentials,
        ServerSet.seedHosts(about.owner(), about.spec().replicasOrDefault()));
  }
}
