package dev.natstoken.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the documentation shows of YAML. */
final class ShownYaml {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");

  private ShownYaml() {}

  /** The documents of a file that is YAML, or of the blocks of one that shows YAML. */
  static Stream<String> documents(Path file) {
    String text = read(file);
    return switch (file.toString().substring(file.toString().lastIndexOf('.'))) {
      case ".yaml" -> SEPARATOR.splitAsStream(text);
      case ".md" -> shown(text);
      default -> Stream.of();
    };
  }

  /** Those below this heading of a page. */
  static Stream<String> below(Path page, String heading) {
    String title = "\n## " + heading + "\n";
    String text = read(page);
    String section = text.substring(text.indexOf(title) + title.length());
    return shown(section.split("(?m)^## ", 2)[0]);
  }

  private static Stream<String> shown(String text) {
    return BLOCK.matcher(text).results().flatMap(block -> SEPARATOR.splitAsStream(block.group(1)));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
