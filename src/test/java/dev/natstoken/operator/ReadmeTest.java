package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first page stays short, and what it shows is what there is. */
class ReadmeTest {

  private static final int TWO_SCREENS = 9 * 1024;
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

  private final String readme = read("README.md");

  @Test
  void itHasTwoScreens() {
    assertThat(readme.length()).isLessThan(TWO_SCREENS);
  }

  @Test
  void theFirstResourceHasEightLines() {
    assertThat(shown("README.md").get(0).lines()).hasSize(8).contains("kind: NatsTokenAuth");
  }

  @Test
  void theClientIsThatOfTheExample() {
    String example = read("docs/examples/client.yaml");
    for (String page : List.of("README.md", "docs/clients.md")) {
      List<String> parts = shown(page).stream().filter(y -> y.startsWith("env:")).toList();
      assertThat(parts).as(page).isNotEmpty();
      assertThat(parts).as(page).allSatisfy(part -> assertThat(example).contains(deeper(part)));
    }
  }

  @Test
  void itNamesTheCommandThatRunsTheTests() {
    assertThat(readme).contains("`dev/test`");
    assertThat(Path.of("dev/test")).isExecutable();
  }

  private static List<String> shown(String page) {
    return YAML.matcher(read(page)).results().map(m -> m.group(1)).toList();
  }

  /** As it stands within a container of a Deployment. */
  private static String deeper(String yaml) {
    return yaml.indent(10);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
