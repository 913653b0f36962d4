package dev.natstoken.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tables of reasons in the documentation are what the enum says. */
@Execution(ExecutionMode.SAME_THREAD) // Two tables are in one file, which an update writes.
class ReasonTableTest {

  private static final Path CONDITIONS = Path.of("docs/conditions.md");

  /** As in: is `Stalled` with `NameConflict`. */
  private static final Pattern NAMED =
      Pattern.compile("`(?:Ready|Reconciling|Stalled|Verified|False)`\\s+with\\s+`([A-Za-z]+)`");

  @Test
  void theTableOfConditionsShowsWhereEachReasonStands() {
    GoldenFile.sectionMatches(
        CONDITIONS,
        "conditions",
        table(
            "| type | status | reason | meaning |",
            Arrays.stream(ConditionState.values()).flatMap(ReasonTableTest::rows)));
  }

  @Test
  void theTableOfProblemsSaysWhatToDo() {
    GoldenFile.sectionMatches(
        CONDITIONS,
        "problems",
        table(
            "| reason | meaning | what to do |",
            problems(a -> cell(a.meaning()) + " | " + cell(a.remedy()))));
  }

  @Test
  void everyReasonThatAPageNamesIsOne() throws IOException {
    List<String> known = Arrays.stream(Reason.values()).map(Reason::name).toList();
    for (Path page : pages()) {
      assertThat(NAMED.matcher(Files.readString(page)).results().map(m -> m.group(1)))
          .as(page.toString())
          .isSubsetOf(known);
    }
  }

  @Test
  void aReasonIsAProblemIfAndOnlyIfItStalls() {
    for (Reason reason : Reason.values()) {
      assertThat(reason.meanings()).as(reason.name()).isNotEmpty();
      assertThat(reason.meanings().containsKey(ConditionState.STALLED))
          .as(reason.name())
          .isEqualTo(reason.advice().isPresent());
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("SECURITY.md")),
              docs.filter(p -> p.toString().endsWith(".md")))
          .toList();
    }
  }

  /** One row for all reasons that mean the same there. */
  private static Stream<String> rows(ConditionState state) {
    Map<String, List<Reason>> byMeaning =
        Arrays.stream(Reason.values())
            .filter(r -> r.meanings().containsKey(state))
            .collect(
                Collectors.groupingBy(
                    r -> r.meanings().get(state), LinkedHashMap::new, Collectors.toList()));
    return byMeaning.entrySet().stream()
        .map(e ->
            "| `%s` | `%s` | %s | %s |"
                .formatted(
                    state.type(), state.status(), names(state, e.getValue()), cell(e.getKey())));
  }

  private static String names(ConditionState state, List<Reason> reasons) {
    if (reasons.size() > 1 && reasons.stream().allMatch(r -> r.advice().isPresent())) {
      return state == ConditionState.STALLED ? "see below" : "a reason of `Stalled`";
    }
    return reasons.stream().map(r -> "`" + r + "`").collect(Collectors.joining(", "));
  }

  private static Stream<String> problems(Function<Advice, String> cells) {
    return Arrays.stream(Reason.values())
        .flatMap(r -> r.advice().stream().map(a -> "| `" + r + "` | " + cells.apply(a) + " |"));
  }

  private static String table(String head, Stream<String> rows) {
    String line = head.replaceAll("[^|]+", "---");
    return Stream.concat(Stream.of(head, line), rows).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
