package dev.natstoken.operator.outcome;

import static java.util.stream.Collectors.joining;

import dev.natstoken.operator.GoldenFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each reason has a heading of its own, to which links can lead, with what the enum says of it. */
@Execution(ExecutionMode.SAME_THREAD) // Two sections are in one file, which an update writes.
class TroubleshootingPageTest {

  private static final Path PAGE = Path.of("docs/troubleshooting.md");

  @Test
  void everyProblemHasAHeadingWithItsMessages() {
    GoldenFile.sectionMatches(
        PAGE, "problems", sections(r -> r.advice().isPresent(), TroubleshootingPageTest::problem));
  }

  @Test
  void soHasEveryOtherReason() {
    GoldenFile.sectionMatches(
        PAGE, "reasons", sections(r -> r.advice().isEmpty(), TroubleshootingPageTest::other));
  }

  private static String sections(Predicate<Reason> which, Function<Reason, String> text) {
    return Arrays.stream(Reason.values())
        .filter(which)
        .map(r -> "### " + r + "\n\n" + text.apply(r) + "\n")
        .collect(joining("\n"));
  }

  private static String problem(Reason reason) {
    Advice advice = reason.advice().orElseThrow();
    return Stream.of(
            advice.meaning(),
            "- **Look at:** " + advice.look() + "\n- **Do:** " + advice.remedy(),
            "Messages such as:",
            messages(reason))
        .collect(joining("\n\n"));
  }

  private static String messages(Reason reason) {
    return ProblemMessagesTest.problems()
        .filter(p -> p.reason() == reason)
        .map(p -> "- `" + p.message() + "`")
        .distinct()
        .collect(joining("\n"));
  }

  private static String other(Reason reason) {
    return reason.meanings().entrySet().stream()
        .map(e ->
            "- `%s` is `%s`: %s".formatted(e.getKey().type(), e.getKey().status(), e.getValue()))
        .collect(joining("\n"));
  }
}
