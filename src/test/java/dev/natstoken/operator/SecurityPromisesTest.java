package dev.natstoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of SECURITY.md names tests, and they exist. */
class SecurityPromisesTest {

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void eachPromiseNamesTestsThatExist() throws IOException {
    Set<String> tests = tests();
    List<String> rows = rows();
    assertThat(rows).hasSizeGreaterThan(10);
    for (String row : rows) {
      List<String> named =
          NAME.matcher(row.split("\\|", -1)[2])
              .results()
              .map((MatchResult r) -> r.group(1))
              .toList();
      assertThat(named).as(row).isNotEmpty().isSubsetOf(tests);
    }
  }

  private static List<String> rows() throws IOException {
    String text = Files.readString(Path.of("SECURITY.md"));
    return text.substring(text.indexOf("## Promises and their tests"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
        .toList();
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
