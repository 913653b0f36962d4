package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.SecretSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretAdditionsTest {

  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "nats", "team", "a");
  private static final Map<String, String> MARKS = Map.of("natstoken.dev/token-generation", "3");

  private static final Secret PLAIN =
      new SecretBuilder()
          .withNewMetadata()
          .withName("orders-nats-token")
          .withLabels(LABELS)
          .withAnnotations(MARKS)
          .endMetadata()
          .addToData("token", SecretData.encode("the-token"))
          .build();

  @Test
  void nothingIsAddedWhereNothingIsWanted() {
    SecretAdditions made = SecretAdditions.to(PLAIN, new SecretSpec(null, null, null));
    assertThat(made.secret()).isEqualTo(PLAIN);
    assertThat(made.refusal()).isEmpty();
  }

  @Test
  void labelsAndAnnotationsStandBesideOursAndWinOverCommonLabels() {
    Secret made =
        SecretAdditions.to(
                PLAIN,
                new SecretSpec(
                    Map.of("team", "b", "tier", "c"), Map.of("example.com/copy", "yes"), null))
            .secret();
    assertThat(made.getMetadata().getLabels())
        .containsOnly(
            Map.entry("app.kubernetes.io/name", "nats"),
            Map.entry("team", "b"),
            Map.entry("tier", "c"));
    assertThat(made.getMetadata().getAnnotations())
        .containsOnly(
            Map.entry("natstoken.dev/token-generation", "3"), Map.entry("example.com/copy", "yes"));
  }

  @Test
  void nobodyChangesWhatIsOurs() {
    Map<String, String> ours =
        Map.of(
            "app.kubernetes.io/name", "x",
            "app.kubernetes.io/instance", "x",
            "app.kubernetes.io/managed-by", "x",
            "natstoken.dev/token-generation", "7",
            "natstoken.dev/resource", "x");
    Secret made = SecretAdditions.to(PLAIN, new SecretSpec(ours, ours, null)).secret();
    assertThat(made.getMetadata().getLabels()).isEqualTo(LABELS);
    assertThat(made.getMetadata().getAnnotations()).isEqualTo(MARKS);
  }

  @Test
  void furtherKeysAreMadeOfTheOthers() {
    SecretAdditions made = SecretAdditions.to(PLAIN, template("a={{token}}"));
    assertThat(SecretText.of(made.secret(), "app.properties")).isEqualTo("a=the-token");
    assertThat(SecretText.of(made.secret(), "token")).isEqualTo("the-token");
    assertThat(made.refusal()).isEmpty();
  }

  @Test
  void whatIsRefusedIsLeftOutAndTold() {
    SecretAdditions made = SecretAdditions.to(PLAIN, template("{{password}}"));
    assertThat(made.secret()).isEqualTo(PLAIN);
    assertThat(made.refusal()).hasValueSatisfying(why -> assertThat(why).contains("{{token}}"));
  }

  @Test
  void itDoesNotShowTheSecretInALog() {
    assertThat(new SecretAdditions(PLAIN, Optional.empty()).toString()).doesNotContain("token");
  }

  private static SecretSpec template(String text) {
    return new SecretSpec(null, null, Map.of("app.properties", text));
  }
}
