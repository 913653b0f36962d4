package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What spec.token.secret adds to the token Secret. */
@Tag("api")
class SecretAdditionsIT {

  private static final Map<String, ?> ADDED =
      Map.of(
          "labels", Map.of("team", "shop"),
          "annotations", Map.of("reflector.example/allowed", "true"),
          "template", Map.of("app.properties", "nats.servers={{servers}}\nnats.token={{token}}\n"));

  /** Short enough to be taken, and 350 KB when it is filled in for three servers. */
  private static final Map<String, String> TOO_LONG = Map.of("long", "{{url}}".repeat(1170));

  @Test
  void whatTheSpecAddsIsThereAndGoesWithIt() {
    try (TestNamespace namespace = TestNamespace.serving(spec(ADDED))) {
      Secret secret = secret(namespace);
      assertThat(secret.getMetadata().getLabels()).containsEntry("team", "shop").hasSize(4);
      assertThat(secret.getMetadata().getAnnotations())
          .containsEntry("reflector.example/allowed", "true")
          .containsEntry("natstoken.dev/token-generation", "1");
      assertSaysTheSame(secret);

      namespace.apply(Map.of());
      TestNamespace.await("all gone")
          .untilAsserted(() -> {
            Secret plain = secret(namespace);
            assertThat(plain.getMetadata().getLabels()).doesNotContainKey("team");
            assertThat(plain.getMetadata().getAnnotations())
                .doesNotContainKey("reflector.example/allowed");
            assertThat(plain.getData()).doesNotContainKey("app.properties");
          });
      assertThat(SecretText.of(secret(namespace), "token"))
          .isEqualTo(SecretText.of(secret, "token"));
    }
  }

  @Test
  void whatIsMadeFromTheTemplateSaysTheSameAsTheOtherKeysAtEveryStepOfARotation() {
    Map<String, Object> spec = new HashMap<>(RotatingServers.spec(2, "1s"));
    spec.putAll(spec(ADDED));
    var seen = new ConcurrentLinkedQueue<Secret>();
    try (RotatingServers servers = new RotatingServers(TestNamespace.serving(spec));
        var _ =
            servers
                .namespace()
                .object(Secret.class, TestNamespace.TOKEN_SECRET)
                .inform(new Remembering<>(seen::add))) {
      servers.request("1");
      servers.awaitOnly(2);
      TestNamespace.await("the last change")
          .until(() -> seen.stream().anyMatch(s -> equal(s, servers.secret())));
      assertThat(seen.stream().map(s -> SecretText.of(s, "token")).distinct()).hasSize(2);
      assertThat(seen.stream().map(s -> SecretText.of(s, "servers")).distinct())
          .hasSizeGreaterThan(2);
      assertThat(List.copyOf(seen)).allSatisfy(SecretAdditionsIT::assertSaysTheSame);
    }
  }

  @Test
  void aTokenOfTheUsersOwnIsPublishedWithTheSame() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret("mine", "token", "the-first-token-0123");
      namespace.startOperator();
      Map<String, Object> token = new HashMap<>(Map.of("secret", ADDED));
      token.put("existingSecret", Map.of("name", "mine"));
      namespace.apply(Map.of("token", token));
      namespace.awaitReady();
      assertThat(SecretText.of(secret(namespace), "app.properties"))
          .contains("nats.token=the-first-token-0123");
      assertThat(namespace.object(Secret.class, "mine").get().getMetadata().getLabels())
          .isNullOrEmpty();
    }
  }

  @Test
  void serversThatSomebodyElseRunsMakeNoDifference() {
    try (Attached attached = Attached.serving()) {
      attached.apply("token", Map.of("secret", ADDED));
      TestNamespace.await("the key")
          .until(() -> secret(attached.namespace()).getData().containsKey("app.properties"));
      assertSaysTheSame(secret(attached.namespace()));
    }
  }

  @Test
  void aTemplateThatWouldNotFitIsToldLeftOutAndHoldsNoRotationUp() {
    Map<String, Object> spec = new HashMap<>(RotatingServers.spec(3, "0s"));
    spec.put(
        "token", Map.of("secret", Map.of("template", TOO_LONG, "labels", Map.of("team", "shop"))));
    try (RotatingServers servers = new RotatingServers(new TestNamespace())) {
      TestNamespace namespace = servers.namespace();
      namespace.startOperator();
      namespace.apply(spec);
      assertThat(namespace.awaitStalled("InvalidTemplate").getMessage())
          .startsWith(
              "Secret orders-nats-token has no key of spec.token.secret.template: its keys");
      assertThat(secret(namespace).getData()).doesNotContainKey("long").containsKey("token");
      assertThat(secret(namespace).getMetadata().getLabels()).containsEntry("team", "shop");
      String former = servers.token();
      servers.request("1");
      namespace.awaitUntil(
          "another token at all servers",
          r -> !servers.token().equals(former) && servers.accepting(servers.token()).size() == 3);
      namespace.awaitStalled("InvalidTemplate");

      namespace.apply(RotatingServers.spec(3, "0s"));
      servers.awaitOnly(2);
    }
  }

  private static void assertSaysTheSame(Secret secret) {
    assertThat(SecretText.of(secret, "app.properties"))
        .isEqualTo(
            "nats.servers=%s\nnats.token=%s\n"
                .formatted(SecretText.of(secret, "servers"), SecretText.of(secret, "token")));
  }

  private static boolean equal(Secret one, Secret other) {
    return one.getMetadata().getResourceVersion().equals(other.getMetadata().getResourceVersion());
  }

  private static Map<String, Object> spec(Map<String, ?> added) {
    return Map.of("token", Map.of("secret", added));
  }

  private static Secret secret(TestNamespace namespace) {
    return namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
  }
}
