package dev.natstoken.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the chart and those that the tests give to it. */
final class Chart {

  static final Path FOLDER = Path.of("helm/nats-token-operator");
  static final Path README = FOLDER.resolve("README.md");

  private static final Path TEST_VALUES = Path.of("src/test/resources/helm");

  private Chart() {}

  static List<String> valuesLines() {
    return read(FOLDER.resolve("values.yaml")).lines().toList();
  }

  static JsonNode values() {
    return yaml(FOLDER.resolve("values.yaml"));
  }

  static JsonNode schema() {
    try {
      return new ObjectMapper().readTree(read(FOLDER.resolve("values.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values that users might set; each file is an installation. */
  static List<Path> installations() {
    return files("values");
  }

  /** Values that must be refused, each with the words of the refusal in its first line. */
  static List<Path> mistakes() {
    return files("invalid");
  }

  static JsonNode yaml(Path file) {
    return Serialization.unmarshal(read(file), JsonNode.class);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String folder) {
    try (var files = Files.list(TEST_VALUES.resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
