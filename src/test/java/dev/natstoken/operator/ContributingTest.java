package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of the code is so. */
class ContributingTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/natstoken/operator");

  private static final Pattern DESCRIPTION = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) (?:[a-z.]+\\.)?([^}]+)}");

  /** Of every package the first sentence, and the one that begins with "Nothing here". */
  private static final Pattern SENTENCES =
      Pattern.compile("(.+?\\.) (?:.* )?Nothing here (.+?\\.)(?= [A-Z]|$).*");

  @Test
  void theTableOfPackagesIsWhatThePackagesSayOfThemselves() {
    String rows =
        packages().stream().map(ContributingTest::row).collect(Collectors.joining("\n", "", "\n"));
    GoldenFile.sectionMatches(
        Path.of("CONTRIBUTING.md"),
        "packages",
        "| package | what lives there | nothing there … |\n|---|---|---|\n" + rows);
  }

  private static String row(Path folder) {
    String name = SOURCES.relativize(folder).toString().replace('/', '.');
    Matcher sentences = SENTENCES.matcher(description(folder));
    assertThat(sentences.matches())
        .as("%s says what lives in it, and \"Nothing here …\"", folder.resolve("package-info.java"))
        .isTrue();
    return "| `%s` | %s | %s |"
        .formatted(name.isEmpty() ? "operator" : name, sentences.group(1), sentences.group(2));
  }

  private static String description(Path folder) {
    Matcher text = DESCRIPTION.matcher(read(folder.resolve("package-info.java")));
    assertThat(text.find()).as("%s has a description", folder).isTrue();
    String line = text.group(1).replaceAll("\\s*\n \\* ?", " ").strip();
    return TAG.matcher(line).replaceAll("`$1`");
  }

  private static List<Path> packages() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
