package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The token of a Secret that the user brought. */
@Tag("api")
class ExistingSecretIT {

  private static final String FIRST = "first-token-of-my-own";
  private static final String SECOND = "second-token-of-my-own";
  private static final Map<String, ?> BROUGHT =
      Map.of(
          "token",
          Map.of("existingSecret", Map.of("name", "mine"), "bcryptCost", 4),
          "rotation",
          Map.of("overlap", "0s"));

  record Mistake(String key, String value, String reason, String words) {}

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("password", SECOND, "ExistingSecretMissing", "Key token of Secret mine"),
        new Mistake("token", "", "InvalidToken", "is empty"),
        new Mistake("token", "hunter2hunter2", "InvalidToken", "is weak"),
        new Mistake("token", "0123456789".repeat(7) + "abc", "InvalidToken", "72 bytes"),
        new Mistake("token", SECOND + "\n", "InvalidToken", "trailing line break"),
        new Mistake("token", "pässwörter-0123456789", "InvalidToken", "outside ASCII"),
        new Mistake("token", "two words 0123456789", "InvalidToken", "a space"));
  }

  @Test
  void aMissingSecretIsNamedAndTheServersStartWhenItComes() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator();
      namespace.apply(BROUGHT);
      assertThat(namespace.awaitStalled("ExistingSecretMissing").getMessage())
          .contains("Secret mine", "spec.token.existingSecret");
      assertThat(namespace.objects().keySet()).noneMatch(k -> k.equals("StatefulSet/orders-nats"));

      namespace.putSecret("mine", "token", FIRST);
      namespace.awaitReady();
      assertThat(namespace.token()).isEqualTo(FIRST);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @Test
  void anEditOfTheSecretIsFollowedAtOnce() {
    try (TestNamespace namespace = serving()) {
      String before = namespace.configMap().getMetadata().getName();
      namespace.putSecret("mine", "token", SECOND);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo(SECOND);
      Map<String, String> data =
          namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get().getData();
      assertThat(SecretText.decode(data.get("url"))).contains("//" + SECOND + "@");
      assertThat(namespace.configMap().getMetadata().getName()).isNotEqualTo(before);
      assertThat(namespace.configMap().getMetadata().getAnnotations())
          .containsEntry("natstoken.dev/token-generation", "2");
      TestNamespace.await("the old configuration is removed")
          .until(() -> !namespace.objects().containsKey("ConfigMap/" + before));
    }
  }

  @Test
  void aPoorTokenTypedIntoTheOperatorsSecretIsWrittenOver() {
    try (TestNamespace namespace = serving()) {
      Map<String, ObjectNode> before = namespace.contents();
      namespace.putSecret(TestNamespace.TOKEN_SECRET, "token", "poor");
      TestNamespace.await("the token is back").until(() -> FIRST.equals(namespace.token()));
      namespace.awaitReady();
      namespace.assertContents(before);
    }
  }

  @Test
  void theSecretThatWasBroughtIsOnlyRead() {
    try (TestNamespace namespace = serving()) {
      Secret mine = namespace.object(Secret.class, "mine").get();
      assertThat(mine.getMetadata().getOwnerReferences()).isEmpty();
      assertThat(mine.getMetadata().getLabels()).isNullOrEmpty();
      assertThat(mine.getMetadata().getManagedFields()).hasSize(1);
    }
  }

  @Test
  void theTokenStaysWhenTheReferenceIsTakenOut() {
    try (TestNamespace namespace = serving()) {
      namespace.apply(Map.of("token", Map.of("bcryptCost", 4)));
      namespace.awaitReady();
      assertThat(namespace.token()).isEqualTo(FIRST);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithoutTheTokenAndNothingChanges(Mistake mistake) {
    try (TestNamespace namespace = serving()) {
      Map<String, String> versions = namespace.versions();
      versions.remove("Secret/mine");
      namespace.object(Secret.class, "mine").delete();
      namespace.putSecret("mine", mistake.key(), mistake.value());
      TestNamespace.await("the mistake is told")
          .untilAsserted(() ->
              assertThat(namespace.awaitStalled(mistake.reason()).getMessage())
                  .contains("Secret mine", mistake.words()));
      if (!mistake.value().isBlank()) {
        assertThat(namespace.get().toString()).doesNotContain(mistake.value().strip());
      }
      namespace.operator().awaitReconciliations(1);
      Map<String, String> now = namespace.versions();
      now.remove("Secret/mine");
      assertThat(now).isEqualTo(versions);

      namespace.putSecret("mine", "token", FIRST);
      namespace.awaitReady();
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  /** Clients read this Secret: it is put right at once, however often somebody writes into it. */
  @Test
  void aTokenThatSomebodyPutsInThePlaceOfABroughtOneStaysForAMomentOnly() {
    try (TestNamespace namespace = serving()) {
      for (int i = 0; i < 12; i++) {
        namespace.putSecret(TestNamespace.TOKEN_SECRET, "token", SECOND);
        TestNamespace.await("the token, time " + i).until(() -> FIRST.equals(namespace.token()));
      }
    }
  }

  private static TestNamespace serving() {
    TestNamespace namespace = new TestNamespace();
    namespace.startOperator();
    namespace.putSecret("mine", "token", FIRST);
    namespace.apply(BROUGHT);
    namespace.awaitReady();
    assertThat(namespace.token()).isEqualTo(FIRST);
    return namespace;
  }
}
