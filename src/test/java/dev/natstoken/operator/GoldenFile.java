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

  /**
   * The part of a written page between {@code <!-- NAME:begin -->} and {@code <!-- NAME:end -->}.
   */
  public static void partMatches(Path page, String name, String generated) {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    try {
      String text = Files.readString(page);
      assertThat(text).as(page.toString()).containsSubsequence(begin, end);
      matches(
          page.toAbsolutePath(),
          text.substring(0, text.indexOf(begin) + begin.length())
              + generated
              + text.substring(text.indexOf(end)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void matches(Path file, String generated) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
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
}
