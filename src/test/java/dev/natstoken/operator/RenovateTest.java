package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Renovate is told to keep new is there. */
class RenovateTest {

  private static final Path CONFIGURATION = Path.of("renovate.json");

  static List<JsonNode> managers() throws IOException {
    JsonNode all = configuration().path("customManagers");
    assertThat(all).isNotEmpty();
    return List.copyOf(all.valueStream().toList());
  }

  @ParameterizedTest
  @MethodSource("managers")
  void eachPatternFindsAVersionInItsFile(JsonNode manager) throws IOException {
    String file = manager.at("/managerFilePatterns/0").asText();
    Pattern name = Pattern.compile(file.substring(1, file.length() - 1));
    Pattern version = Pattern.compile(manager.at("/matchStrings/0").asText());
    assertThat(files(name))
        .singleElement()
        .satisfies(path ->
            assertThat(version.matcher(Files.readString(path)).find())
                .as("%s in %s", version, path)
                .isTrue());
  }

  @Test
  void digestsOfTheDockerfileArePinnedAndRenewed() throws IOException {
    assertThat(configuration().path("pinDigests").asBoolean()).isTrue();
    assertThat(configuration().path("packageRules").valueStream())
        .filteredOn(rule -> !rule.path("pinDigests").asBoolean(true))
        .isNotEmpty()
        .allSatisfy(
            rule -> assertThat(places(rule)).isNotEmpty().noneMatch(RenovateTest::isDockerfile));
  }

  private static List<String> places(JsonNode rule) {
    return Stream.of("matchFileNames", "matchManagers")
        .flatMap(key -> rule.path(key).valueStream())
        .map(JsonNode::asText)
        .toList();
  }

  private static boolean isDockerfile(String place) {
    return place.equals("dockerfile")
        || FileSystems.getDefault().getPathMatcher("glob:" + place).matches(Path.of("Dockerfile"));
  }

  private static JsonNode configuration() throws IOException {
    return new ObjectMapper().readTree(CONFIGURATION.toFile());
  }

  private static List<Path> files(Pattern name) throws IOException {
    try (Stream<Path> roots = Files.list(Path.of(""));
        Stream<Path> sources = Files.walk(Path.of("src/main/java"));
        Stream<Path> charts = Files.walk(Path.of("helm"));
        Stream<Path> tools = Files.list(Path.of("dev"))) {
      return Stream.of(roots, sources, charts, tools)
          .flatMap(paths -> paths)
          .filter(Files::isRegularFile)
          .filter(path -> name.matcher(path.toString()).find())
          .toList();
    }
  }
}
