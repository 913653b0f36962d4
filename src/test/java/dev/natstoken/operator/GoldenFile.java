package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that a test generates again and compares. {@code mvn test -Dgolden.update=true}
 * writes the files anew; the diff is then for the reader to judge.
 */
public final class GoldenFile {

  private GoldenFile() {}

  public static void matches(Path file, String generated) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, generated);
      }
      assertThat(file).as("stale? run mvn test -Dgolden.update=true").exists();
      assertThat(Files.readString(file))
          .as("%s is stale: run mvn test -Dgolden.update=true and read the diff", file)
          .isEqualTo(generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part of a file between {@code <!-- name:begin -->} and {@code <!-- name:end -->}. */
  public static void sectionMatches(Path file, String name, String generated) {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    try {
      String text = Files.readString(file);
      int from = text.indexOf(begin);
      int to = text.indexOf(end);
      assertThat(from).as("%s has the marker %s", file, begin.strip()).isNotNegative();
      assertThat(to).as("%s has the marker %s after it", file, end).isGreaterThan(from);
      matches(file, text.substring(0, from + begin.length()) + generated + text.substring(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
