package dev.natstoken.operator.nats.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.RandomTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTextTest {

  @Test
  void whateverIsWrittenIsReadBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Map<String, Object> keys = keys(random, 2);
      ObjectNode expected = ConfigText.JSON.valueToTree(keys);
      String text = ConfigText.write(keys);
      assertThat(ConfigText.read(text)).as("seed %d", seed).isEqualTo(expected);
      assertThat(text.lines()).as("seed %d", seed).hasSize(keys.size());
    }
  }

  @Test
  void noValueIsTakenForAnInclude() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Map<String, Object> keys = keys(random, 1);
      keys.put("last", RandomTexts.any(random) + "\ninclude \"./routes.conf\"\n");
      String text = ConfigText.write(keys) + ConfigText.include("routes.conf");
      assertThat(ConfigText.allIncludes(text)).as("seed %d", seed).isEqualTo(1);
      assertThat(ConfigText.includes(text, "routes.conf")).as("seed %d", seed).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port 4222",
        ": 1",
        "Port: 1",
        "port: 1\nport: 2",
        "port: 1 2",
        "port: {\"a\": 1, \"a\": 2}",
        "port: {",
        "port: password123",
        "\n",
      })
  void whatIsNotOfOurFormIsRefusedWithoutTheText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfigText.read(text))
        .withNoCause()
        .withMessageNotContaining("password123");
  }

  private static Map<String, Object> keys(Random random, int depth) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (int n = random.nextInt(6); n > 0; n--) {
      keys.put(RandomTexts.key(random), value(random, depth));
    }
    return keys;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> RandomTexts.any(random);
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> keys(random, depth - 1);
      default -> {
        List<Object> values = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          values.add(value(random, depth - 1));
        }
        yield values;
      }
    };
  }
}
