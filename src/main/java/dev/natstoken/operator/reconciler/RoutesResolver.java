package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.desired.RoutesSecret;
import dev.natstoken.operator.desired.ServerSet;
import dev.natstoken.operator.kube.Applier;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.token.TokenGenerator;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps the Secret with which the servers know each other: made once, its password never changed
 * while it can be read. The servers to dial follow the size of the set, but not during a rotation:
 * a server that keeps the former token keeps its whole configuration.
 */
final class RoutesResolver {

  private final Watches watches;
  private final TokenGenerator generator;

  RoutesResolver(Watches watches, TokenGenerator generator) {
    this.watches = watches;
    this.generator = generator;
  }

  /** Returns the text of routes.conf as it stands in the Secret afterwards. */
  String resolve(Owner owner, int replicas, boolean rotating, Applier applier) {
    Optional<Secret> cached =
        watches.get(Secret.class, owner.namespace(), owner.names().routesSecret());
    if (cached.isPresent()) {
      Optional<String> kept =
          Optional.of(cached.get()).filter(s -> rotating).flatMap(this::readable);
      return kept.isPresent()
          ? overExisting(owner, kept.get(), applier, cached.get())
          : overExisting(owner, replicas, applier, cached.get());
    }
    String fresh = render(owner, replicas, RouteCredentials.generate(generator));
    return applier
        .createOrRead(Secret.class, RoutesSecret.desired(owner, fresh), owner::controls)
        .map(actual -> overExisting(owner, replicas, applier, actual))
        .orElse(fresh);
  }

  private String overExisting(Owner owner, int replicas, Applier applier, Secret actual) {
    RouteCredentials credentials =
        read(actual).orElseGet(() -> RouteCredentials.generate(generator));
    return overExisting(owner, render(owner, replicas, credentials), applier, actual);
  }

  private static String overExisting(Owner owner, String text, Applier applier, Secret actual) {
    applier.update(Secret.class, RoutesSecret.desired(owner, text), actual, owner::controls, true);
    return text;
  }

  private Optional<String> readable(Secret secret) {
    return read(secret).flatMap(c -> text(secret));
  }

  private static Optional<String> text(Secret secret) {
    return Optional.ofNullable(secret.getData())
        .map(d -> d.get(RoutesSecret.FILE))
        .map(t -> new String(Base64.getDecoder().decode(t), StandardCharsets.UTF_8));
  }

  private static Optional<RouteCredentials> read(Secret secret) {
    try {
      return text(secret).map(RoutesConfig::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String render(Owner owner, int replicas, RouteCredentials credentials) {
    return RoutesConfig.render(
        owner.names().statefulSet(), credentials, ServerSet.seedHosts(owner, replicas));
  }
}
