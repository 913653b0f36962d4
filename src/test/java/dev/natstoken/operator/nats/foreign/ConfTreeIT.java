package dev.natstoken.operator.nats.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.InThread;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What we read in a text is the whole tree that nats-server's own parser reads in it. The texts are
 * others in every run; {@code -Dconf.seed} repeats one, and {@code -Dconf.texts} asks for more.
 */
@Tag("nats")
class ConfTreeIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAIN = "nats.conf";
  private static final String FAILED = "error";

  /** Some seconds of work for both sides. */
  private static final int TEXTS = 4_000;

  /** Every one of them was once read otherwise here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "İnclude b.conf",
        "a: 2024-13-01T00:00:00Z",
        "a: 2023-02-29T00:00:00Z",
        "a: 2024-01-01T24:00:00Z",
      })
  void whatWasOnceReadOtherwiseIsReadAlike(String text) throws Exception {
    Map<String, String> files = Map.of(MAIN, text, "b.conf", "a: 1");
    assertThat(ours(files)).isEqualTo(theirs(List.of(files)).get(0));
  }

  @Test
  void anyTextIsReadAlike() throws Exception {
    long first = Long.getLong("conf.seed", System.nanoTime());
    int count = Integer.getInteger("conf.texts", Long.getLong("conf.seed") == null ? TEXTS : 1);
    List<Map<String, String>> texts =
        LongStream.range(first, first + count).mapToObj(s -> new ConfTexts(s).files()).toList();
    List<JsonNode> theirs = theirs(texts);
    int read = 0;
    for (int i = 0; i < count; i++) {
      JsonNode ours = ours(texts.get(i));
      if (!ours.equals(theirs.get(i))) {
        assertThat(ours)
            .as("-Dconf.seed=%d: %s", first + i, JSON.writeValueAsString(texts.get(i)))
            .isEqualTo(theirs.get(i));
      }
      read += ours.isTextual() ? 0 : 1;
    }
    // Both sides refuse a text that is too wild, and then it shows little.
    assertThat(read).isGreaterThanOrEqualTo(count / 10);
  }

  private static List<JsonNode> theirs(List<Map<String, String>> texts) throws Exception {
    Path program = Path.of(System.getProperty("tools.bin"), "natsconf");
    Process process =
        new ProcessBuilder(program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<List<JsonNode>> trees = InThread.get(() -> trees(process.getInputStream()));
    try (BufferedWriter lines = process.outputWriter()) {
      for (Map<String, String> files : texts) {
        lines.write(JSON.writeValueAsString(files));
        lines.newLine();
      }
    }
    return trees.get();
  }

  private static List<JsonNode> trees(InputStream said) {
    try (MappingIterator<JsonNode> trees = JSON.readerFor(JsonNode.class).readValues(said)) {
      return trees.readAll();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode ours(Map<String, String> files) {
    ConfReader reader = new ConfReader(file -> Optional.ofNullable(files.get(name(file))));
    try {
      ConfValue.Block top = reader.read(ConfPath.of(MAIN));
      // A server does not go on without a file, nor without a variable.
      return reader.missing().isEmpty() && !hasUnknown(top) ? shape(top) : JSON.valueToTree(FAILED);
    } catch (IllegalArgumentException e) {
      return JSON.valueToTree(FAILED);
    }
  }

  private static String name(ConfPath file) {
    return String.join("/", file.names());
  }

  private static boolean hasUnknown(ConfValue value) {
    return switch (value) {
      case ConfValue.Unknown unknown -> true;
      case ConfValue.Items items -> items.items().stream().anyMatch(ConfTreeIT::hasUnknown);
      case ConfValue.Block block -> block.settings().stream().anyMatch(s -> hasUnknown(s.value()));
      case ConfValue.Plain plain -> false;
      case ConfValue.Flag flag -> false;
    };
  }

  /** As the program of the other side writes it, in src/test/natsconf. */
  private static JsonNode shape(ConfValue value) {
    return switch (value) {
      case ConfValue.Block block -> {
        ObjectNode settings = JSON.createObjectNode();
        for (ConfValue.Setting each : block.settings()) {
          settings
              .putObject(each.key())
              .put("file", name(each.file()))
              .set("value", shape(each.value()));
        }
        yield settings;
      }
      case ConfValue.Items items -> {
        ArrayNode all = JSON.createArrayNode();
        items.items().forEach(i -> all.add(shape(i)));
        yield all;
      }
      case ConfValue.Flag flag -> JSON.valueToTree(flag.on());
      case ConfValue.Plain plain -> JSON.valueToTree("plain");
      case ConfValue.Unknown unknown -> JSON.valueToTree("unknown");
    };
  }
}
