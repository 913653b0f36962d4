package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.config.GoldenConfigs;
import dev.natstoken.operator.nats.config.NatsConfig;
import dev.natstoken.operator.nats.config.RouteCredentials;
import dev.natstoken.operator.nats.config.RoutesConfig;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.nats.token.TokenHasher;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrphansTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());
  private static final String CONF =
      NatsConfig.render(
          GoldenConfigs.leaving(30, 5),
          new TokenHasher(new SecureRandom()).hash(Token.of("a-token-0123456789"), 4),
          RoutesConfig.FILE);
  private static final String ROUTES = routes("password-of-the-servers");
  private static final String DIGEST = ConfigDigest.of(CONF, ROUTES);

  @Test
  void whatIsAppliedOverIsTakenUpByNameAndLabels() {
    Service service = new ServiceBuilder().withMetadata(metadata("orders-nats")).build();
    Service other = new ServiceBuilder().withMetadata(metadata("orders-other")).build();
    Service anothers = new ServiceBuilder().withMetadata(metadata("orders-nats-headless")).build();
    anothers.getMetadata().getLabels().put(Labels.INSTANCE, "bills");
    Service controlled =
        new ServiceBuilder()
            .withMetadata(
                metadata("orders-nats")
                    .edit()
                    .addNewOwnerReference()
                    .withKind("Job")
                    .withName("x")
                    .withUid("x")
                    .withController(true)
                    .endOwnerReference()
                    .build())
            .build();
    assertThat(of(Optional.empty(), service, other, anothers, controlled).objects())
        .containsExactly(service);
  }

  @Test
  void aConfigurationAndTheRoutesAreBelievedForAServerThatHasThem() {
    ConfigMap map = map(CONF, DIGEST);
    Secret routes = routesSecret(ROUTES);
    for (HasMetadata server : List.of(pod("orders-nats-0", DIGEST), set(DIGEST))) {
      Orphans orphans = of(Optional.of(routes), map, server);
      assertThat(orphans.objects()).contains(map, routes);
      assertThat(orphans.strangeRoutes()).isEmpty();
    }
  }

  @Test
  void withoutSuchAServerNeitherIs() {
    ConfigMap map = map(CONF, DIGEST);
    Secret routes = routesSecret(ROUTES);
    String another = ConfigDigest.of(CONF, routes("another"));
    for (HasMetadata server :
        List.of(pod("orders-nats-0", another), pod("orders-nats-x", DIGEST), set(another))) {
      Orphans orphans = of(Optional.of(routes), map, server);
      assertThat(orphans.objects()).doesNotContain(map, routes);
      assertThat(orphans.strangeRoutes()).contains(routes);
    }
  }

  @Test
  void anotherTextUnderTheDigestOfAServerIsNotBelieved() {
    ConfigMap forged = map(CONF + "\n\"debug\": true\n", DIGEST);
    Secret planted = routesSecret(routes("planted"));
    Pod server = pod("orders-nats-0", DIGEST);
    assertThat(of(Optional.of(routesSecret(ROUTES)), forged, server).objects()).isEmpty();
    Orphans orphans = of(Optional.of(planted), map(CONF, DIGEST), server);
    assertThat(orphans.objects()).isEmpty();
    assertThat(orphans.strangeRoutes()).contains(planted);
    assertThat(of(Optional.of(planted), map("no text of ours", DIGEST), server).objects())
        .isEmpty();
  }

  private static Orphans of(Optional<Secret> routes, HasMetadata... labelled) {
    return Orphans.of(OWNER, List.of(labelled), routes);
  }

  private static String routes(String password) {
    return RoutesConfig.render(
        "orders-nats", new RouteCredentials("routes", password), List.of("a", "b"));
  }

  private static Secret routesSecret(String text) {
    return new SecretBuilder()
        .withMetadata(metadata("orders-nats-routes"))
        .addToData("routes.conf", SecretText.encode(text))
        .build();
  }

  private static ConfigMap map(String text, String digest) {
    return new ConfigMapBuilder()
        .withMetadata(
            metadata(OWNER.names().configMap(digest))
                .edit()
                .addToAnnotations(Labels.CONFIG_DIGEST, digest)
                .build())
        .addToData("nats.conf", text)
        .build();
  }

  private static Pod pod(String name, String digest) {
    return new PodBuilder()
        .withMetadata(metadata(name).edit().addToAnnotations(Labels.CONFIG_DIGEST, digest).build())
        .build();
  }

  private static StatefulSet set(String digest) {
    return new StatefulSetBuilder()
        .withMetadata(metadata("orders-nats"))
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .addToAnnotations(Labels.CONFIG_DIGEST, digest)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace("shop")
        .withLabels(new HashMap<>(Labels.of("orders")))
        .build();
  }
}
