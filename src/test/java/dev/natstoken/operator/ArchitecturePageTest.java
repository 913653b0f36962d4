package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages about the code speak of classes that exist. */
class ArchitecturePageTest {

  /** A name with a small letter in it, as classes have; reasons and kinds stand in plain text. */
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]*[a-z][A-Za-z]*)`");

  private static final Pattern IN_THE_PICTURE = Pattern.compile("<br/>([A-Z][A-Za-z, ]+)\"");

  @ParameterizedTest
  @MethodSource("pages")
  void everyClassInCodeFontExists(Path page) throws IOException {
    assertThat(CLASS.matcher(Files.readString(page)).results().map(m -> m.group(1)))
        .as(page.toString())
        .isSubsetOf(classes());
  }

  @Test
  void thePictureNamesClassesThatExist() throws IOException {
    Stream<String> names =
        IN_THE_PICTURE
            .matcher(Files.readString(Path.of("docs/architecture.md")))
            .results()
            .map(m -> m.group(1))
            .flatMap(list -> Stream.of(list.split(", ")));
    assertThat(names).isNotEmpty().isSubsetOf(classes());
  }

  private static Stream<Path> pages() throws IOException {
    try (Stream<Path> decisions = Files.list(Path.of("docs/decisions"))) {
      return Stream.concat(
          Stream.of(Path.of("docs/architecture.md"), Path.of("docs/testing.md")),
          decisions.sorted().toList().stream());
    }
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(f -> Pattern.compile("(\\w+)\\.java").matcher(f.getFileName().toString()).results())
          .flatMap(names -> names.map((MatchResult m) -> m.group(1)))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
