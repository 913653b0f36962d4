package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.nats.token.Token;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A token changes when somebody wants it to, and never because the operator saw too little. */
@Tag("api")
class TokenKeptIT {

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  @Test
  void aSecretThatTheCacheCannotSeeKeepsItsToken() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      Map<String, ObjectNode> before = namespace.contents();
      namespace.stopOperator();
      namespace.edit(
          Secret.class,
          TestNamespace.TOKEN_SECRET,
          s -> new SecretBuilder(s).editMetadata().withLabels(Map.of()).endMetadata().build());
      namespace.startOperator();
      TestNamespace.await("the label").until(() -> labels(namespace).containsKey(MANAGED_BY));
      assertThat(namespace.token()).isEqualTo(token);
      namespace.awaitReady();
      namespace.assertContents(before);
      namespace.operator().assertNoneFailed();
    }
  }

  @Test
  void aTokenThatWasWrittenInWhileNobodyCouldSeeItIsTheNewToken() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      namespace.stopOperator();
      namespace.edit(
          Secret.class,
          TestNamespace.TOKEN_SECRET,
          s ->
              new SecretBuilder(s)
                  .editMetadata()
                  .withLabels(Map.of())
                  .endMetadata()
                  .addToData("token", SecretText.encode("written-by-hand-0123"))
                  .build());
      namespace.startOperator();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo("written-by-hand-0123");
      assertUrlHoldsTheToken(namespace);
    }
  }

  @Test
  void aConfigurationThatIsDeletedIsMadeAnewForTheSameToken() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      String gone = namespace.configMap().getMetadata().getName();
      namespace.object(ConfigMap.class, gone).delete();
      namespace.awaitReady(r -> namespace.configMap() != null);
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void aConfigurationThatLostItsLabelGetsItBackAndNoServerRolls() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      String lost = namespace.configMap().getMetadata().getName();
      namespace.edit(
          ConfigMap.class,
          lost,
          m ->
              new ConfigMapBuilder(m)
                  .editMetadata()
                  .removeFromLabels(MANAGED_BY)
                  .endMetadata()
                  .build());
      namespace.stopOperator();
      namespace.startOperator();
      TestNamespace.await("the label")
          .until(() -> namespace.configMap().getMetadata().getLabels().containsKey(MANAGED_BY));
      namespace.awaitReady();
      assertThat(namespace.configMap().getMetadata().getName()).isEqualTo(lost);
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void garbledRoutesAreMadeAnewAndTheTokenStays() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      String digest = namespace.get().getStatus().configDigest();
      String garbled = SecretText.encode("garbled");
      namespace.edit(
          Secret.class,
          TestNamespace.ROUTES_SECRET,
          s -> new SecretBuilder(s).addToData("routes.conf", garbled).build());
      namespace.awaitReady(r -> !r.getStatus().configDigest().equals(digest));
      assertThat(namespace.object(Secret.class, TestNamespace.ROUTES_SECRET).get().getData())
          .doesNotContainValue(garbled);
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void deletedRoutesComeBackAndTheTokenStays() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      String digest = namespace.get().getStatus().configDigest();
      namespace.object(Secret.class, TestNamespace.ROUTES_SECRET).delete();
      namespace.awaitReady(r -> !r.getStatus().configDigest().equals(digest));
      assertThat(namespace.token()).isEqualTo(token);
    }
  }

  @Test
  void deletingTheSecretMakesANewToken() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(token);
      assertUrlHoldsTheToken(namespace);
    }
  }

  @Test
  void blankingTheTokenMakesANewOne() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String token = namespace.token();
      namespace.edit(
          Secret.class,
          TestNamespace.TOKEN_SECRET,
          s -> new SecretBuilder(s).addToData("token", "").build());
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(token).isNotBlank();
      assertThat(Token.brought(namespace.token())).isNotNull();
      assertUrlHoldsTheToken(namespace);
    }
  }

  @Test
  void aRetainedSecretGivesItsTokenToTheNextResourceOfTheName() {
    Map<String, ?> spec = Map.of("token", Map.of("deletionPolicy", "Retain"));
    try (TestNamespace namespace = TestNamespace.serving(spec)) {
      String token = namespace.token();
      namespace.resource().delete();
      namespace.collectGarbage(Set.of());
      assertThat(namespace.objects()).containsOnlyKeys("Secret/orders-nats-token");
      namespace.apply(spec);
      namespace.awaitReady();
      assertThat(namespace.token()).isEqualTo(token);
    }
  }

  private static Map<String, String> labels(TestNamespace namespace) {
    return namespace
        .object(Secret.class, TestNamespace.TOKEN_SECRET)
        .get()
        .getMetadata()
        .getLabels();
  }

  private static void assertUrlHoldsTheToken(TestNamespace namespace) {
    Map<String, String> data =
        namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get().getData();
    assertThat(SecretText.decode(data.get("url"))).startsWith("nats://" + namespace.token() + "@");
  }
}
