package dev.natstoken.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.RandomTexts;
import dev.natstoken.operator.desired.SecretTemplate.Result;
import dev.natstoken.operator.desired.SecretTemplate.Result.FilledIn;
import dev.natstoken.operator.desired.SecretTemplate.Result.Refused;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTemplateTest {

  private static final Map<String, String> SECRET =
      Map.of(
          "token", "the-token",
          "servers", "nats://a:4222,nats://b:4222",
          "url", "nats://the-token@a:4222,nats://the-token@b:4222",
          "host", "orders-nats.shop.svc",
          "port", "4222",
          "ca.crt", "-----BEGIN CERTIFICATE-----\n");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void eachPlaceholderGivesWhatStandsUnderItsKey() {
    assertThat(filledIn("{{token}}|{{servers}}|{{url}}|{{host}}|{{port}}|{{ca}}"))
        .isEqualTo(
            "the-token|nats://a:4222,nats://b:4222|nats://the-token@a:4222,nats://the-token@b:4222"
                + "|orders-nats.shop.svc|4222|-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void aPlaceholderForAKeyThatTheSecretDoesNotHaveGivesNothing() {
    assertThat(new SecretTemplate(Map.of("k", "ca={{ca}};")).fillIn(_ -> Optional.empty()))
        .isEqualTo(new FilledIn(Map.of("k", "ca=;")));
  }

  @Test
  void textAroundPlaceholdersStaysAsItIs() {
    assertThat(filledIn("{\"a\":{\"token\":\"{{token}}\"}}\n{ } }} {{port}}}{"))
        .isEqualTo("{\"a\":{\"token\":\"the-token\"}}\n{ } }} 4222}{");
    assertThat(filledIn("")).isEmpty();
  }

  @Test
  void whatIsFilledInIsNotLookedAtAgain() {
    Result result =
        new SecretTemplate(Map.of("k", "{{token}}")).fillIn(_ -> Optional.of("{{host}}"));
    assertThat(result).isEqualTo(new FilledIn(Map.of("k", "{{host}}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{",
        "{{}}",
        "{{tokens}}",
        "{{ token }}",
        "{{TOKEN}}",
        "{{token}",
        "{{{token}}",
        "{{{{",
        "{{token}}{{",
        "{{ca.crt}}",
        "{{previous-token}}",
        "{{if token}}",
        "{{\ntoken}}"
      })
  void anyOtherPairOfOpeningBracesIsRefused(String text) {
    assertThat(fillIn(text))
        .isEqualTo(
            new Refused(
                "key k has {{ where none of {{token}}, {{servers}}, {{url}}, {{host}}, {{port}},"
                    + " {{ca}} follows; mend its text"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "url",
        "uri",
        "ca.crt",
        "next-token",
        "previous-token",
        "",
        ".",
        "..",
        "..data",
        "a/b",
        "a b",
        "\u00e9"
      })
  void aKeyThatTheSecretHasOrCannotHaveIsRefused(String key) {
    assertThat(new SecretTemplate(Map.of(key, "text")).fillIn(SecretTemplateTest::secret))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ".env", "app.properties", "A_B-c", "password", "username"})
  void anyOtherKeyIsTaken(String key) {
    assertThat(new SecretTemplate(Map.of(key, "text")).fillIn(SecretTemplateTest::secret))
        .isEqualTo(new FilledIn(Map.of(key, "text")));
  }

  @Test
  void oneFaultLeavesNoKeyAtAll() {
    Map<String, String> texts = Map.of("a", "{{token}}", "b", "{{nothing}}", "c", "text");
    assertThat(new SecretTemplate(texts).fillIn(SecretTemplateTest::secret))
        .isInstanceOf(Refused.class);
  }

  @Test
  void allKeysTogetherHaveALimitWhichCountsBytes() {
    String half = "\u00e9".repeat(SecretTemplate.MOST_BYTES / 4);
    assertThat(fillIn(Map.of("a", half, "b", half))).isInstanceOf(FilledIn.class);
    assertThat(fillIn(Map.of("a", half, "b", half + "x")))
        .isEqualTo(
            new Refused("its keys would have 262145 bytes, more than 262144; make it shorter"));
  }

  @Test
  void whatWouldBeTooLongIsNeverMade() {
    String large = "x".repeat(1 << 20);
    assertThat(
            new SecretTemplate(Map.of("k", "{{ca}}".repeat(2700))).fillIn(_ -> Optional.of(large)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void anyTextBetweenPlaceholdersComesBackAsItIs() {
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int part = random.nextInt(5); part >= 0; part--) {
        String literal = RandomTexts.any(random).replace("{", "");
        Placeholder placeholder = placeholder();
        text.append(literal).append("{{").append(placeholder.word).append("}}");
        expected.append(literal).append(SECRET.get(placeholder.key));
      }
      assertThat(filledIn(text.toString())).as("seed %d", seed).isEqualTo(expected.toString());
    }
  }

  @Test
  void anyTextIsEitherRefusedOrWithoutOpenPlaceholdersAndWithinItsLimit() {
    for (int i = 0; i < 5000; i++) {
      Map<String, String> texts = new HashMap<>();
      for (int key = random.nextInt(4); key > 0; key--) {
        texts.put(RandomTexts.key(random), text());
      }
      switch (fillIn(texts)) {
        case Refused(String why) -> assertThat(why).as("seed %d", seed).isNotBlank();
        case FilledIn(Map<String, String> data) -> {
          assertThat(data.keySet()).as("seed %d", seed).isEqualTo(texts.keySet());
          assertThat(data.values().stream().mapToLong(SecretTemplateTest::bytes).sum())
              .as("seed %d", seed)
              .isLessThanOrEqualTo(SecretTemplate.MOST_BYTES);
          assertThat(data.values()).as("seed %d", seed).noneMatch(t -> t.contains("{{"));
        }
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int part = random.nextInt(6); part > 0; part--) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> "{{" + placeholder().word + "}}";
            case 1 -> "{".repeat(random.nextInt(3));
            case 2 -> "}".repeat(random.nextInt(3));
            default -> RandomTexts.any(random);
          });
    }
    return text.toString();
  }

  private Placeholder placeholder() {
    List<Placeholder> all = List.of(Placeholder.values());
    return all.get(random.nextInt(all.size()));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String filledIn(String text) {
    assertThat(fillIn(text)).isInstanceOf(FilledIn.class);
    return ((FilledIn) fillIn(text)).data().get("k");
  }

  private static Result fillIn(String text) {
    return fillIn(Map.of("k", text));
  }

  private static Result fillIn(Map<String, String> texts) {
    return new SecretTemplate(texts).fillIn(SecretTemplateTest::secret);
  }

  private static Optional<String> secret(String key) {
    return Optional.ofNullable(SECRET.get(key));
  }
}
