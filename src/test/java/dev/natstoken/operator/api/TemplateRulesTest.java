package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.RandomTexts;
import dev.natstoken.operator.desired.SecretTemplate;
import dev.natstoken.operator.desired.SecretTemplate.Result.FilledIn;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the API server takes is what the operator can fill in, and the other way round. */
class TemplateRulesTest {

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void theRuleForTextsTakesWhatCanBeFilledIn() {
    Pattern rule = Pattern.compile(quoted(TemplateRules.PLACEHOLDERS_RULE));
    int taken = 0;
    for (int i = 0; i < 20000; i++) {
      String text = text();
      boolean takes = rule.matcher(text).matches();
      assertThat(isFilledIn("k", text)).as("seed %d: %s", seed, text).isEqualTo(takes);
      taken += takes ? 1 : 0;
    }
    assertThat(taken).isBetween(1000, 19000);
  }

  @Test
  void theRuleForReservedKeysNamesThoseThatAreRefused() {
    Matcher keys = QUOTED.matcher(TemplateRules.RESERVED_RULE);
    assertThat(keys.results().map(r -> r.group(1)))
        .hasSize(11)
        .allMatch(key -> !isFilledIn(key, ""))
        .allMatch(TemplateRules.RESERVED_MESSAGE::contains);
  }

  private static String quoted(String rule) {
    Matcher quoted = QUOTED.matcher(rule);
    assertThat(quoted.find()).isTrue();
    return quoted.group(1);
  }

  private static boolean isFilledIn(String key, String text) {
    return new SecretTemplate(Map.of(key, text)).fillIn(_ -> Optional.of("x")) instanceof FilledIn;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int part = random.nextInt(6); part > 0; part--) {
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> "{{token}}";
            case 1 -> "{{ca}}";
            case 2 -> "{".repeat(random.nextInt(4));
            case 3 -> "}".repeat(random.nextInt(4));
            case 4 -> "token";
            default -> RandomTexts.any(random);
          });
    }
    return text.toString();
  }
}
