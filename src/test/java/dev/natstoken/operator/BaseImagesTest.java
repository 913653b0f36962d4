package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The image of the operator is built from images that cannot change under their names. */
class BaseImagesTest {

  private static final Pattern PINNED =
      Pattern.compile("[a-z0-9./-]+:[\\w.-]+@sha256:[0-9a-f]{64}");

  @Test
  void everyImageHasATagForPeopleAndADigest() throws IOException {
    List<String> images = inDockerfile("(?mi)^\\s*FROM\\s+(?:--\\S+\\s+)*(\\S+)");
    assertThat(images).hasSizeGreaterThan(2);
    assertThat(images)
        .filteredOn(Predicate.not("scratch"::equals))
        .isNotEmpty()
        .allSatisfy(image -> assertThat(image).matches(PINNED));
  }

  @Test
  void filesAreCopiedFromTheseImagesAlone() throws IOException {
    assertThat(inDockerfile("(?i)--from=(\\S+)"))
        .isNotEmpty()
        .isSubsetOf(inDockerfile("(?mi)^\\s*FROM\\s.*\\sAS\\s+(\\S+)"));
  }

  /** The Dockerfile and dev/image label alike. */
  @Test
  void bothWaysToBuildTheImageDescribeItInTheSameWords() throws IOException {
    String label = "\"?(org\\.opencontainers\\.image\\.\\w+)\"?[=:]\\s*\"([^\"$]+)\"";
    assertThat(labels("Dockerfile", label))
        .hasSizeGreaterThan(2)
        .isEqualTo(labels("dev/devcluster/pack.go", label));
  }

  private static Map<String, String> labels(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of(file)))
        .results()
        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }

  private static List<String> inDockerfile(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of("Dockerfile")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
