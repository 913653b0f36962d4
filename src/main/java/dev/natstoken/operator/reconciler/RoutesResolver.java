package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Routes;
import dev.natstoken.operator.desired.RoutesSecret;
import dev.natstoken.operator.desired.SecretData;
import dev.natstoken.operator.kube.Creation;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.token.TokenGenerator;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Keeps the Secret with which the servers know each other: made once, and neither its password nor
 * the meaning of its files is changed while it can be read.
 */
final class RoutesResolver {

  private final TokenGenerator generator;
  private final Executor executor;

  RoutesResolver(TokenGenerator generator, Executor executor) {
    this.generator = generator;
    this.executor = executor;
  }

  /** What the Secret says afterwards. */
  Beside<Routes> start(Reconciliation about) {
    return Beside.start(executor, () -> resolve(about));
  }

  private Routes resolve(Reconciliation about) {
    Optional<Secret> cached =
        about
            .applier()
            .cachedOurs(
                Secret.class, about.owner().names().routesSecret(), about.owner()::controls);
    if (cached.isPresent()) {
      return overwrite(about, cached.get());
    }
    Routes fresh = begin(about);
    Secret wanted = RoutesSecret.desired(about.owner(), fresh);
    return switch (about.applier().create(Secret.class, wanted, about.owner()::controls)) {
      case Creation.Created<Secret> _ -> fresh;
      case Creation.Found<Secret>(Secret found) -> overwrite(about, found);
    };
  }

  private Routes overwrite(Reconciliation about, Secret found) {
    Routes routes = read(about, found).orElseGet(() -> begin(about));
    Secret wanted = RoutesSecret.desired(about.owner(), routes);
    var _ =
        about
            .applier()
            .overwriteUnchanged(Secret.class, wanted, found, about.owner()::controls, () -> {});
    return routes;
  }

  private static Optional<Routes> read(Reconciliation about, Secret secret) {
    try {
      return SecretData.text(secret, RoutesSecret.FILE)
          .map(text -> Routes.read(about.owner(), text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Routes begin(Reconciliation about) {
    return Routes.begin(
        about.owner(), RouteCredentials.generate(generator), about.spec().replicasOrDefault());
  }
}
