package dev.natstoken.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What the message of every problem has: an object by its name, and what to do next. */
public final class HelpfulMessage {

  private static final Pattern OBJECT =
      Pattern.compile(
          "\\b(?:Secret|Service|ConfigMap|StatefulSet|Pod|PersistentVolumeClaim) [a-z][a-z0-9.-]*"
              + "|\"[a-z][a-z0-9.-]*\"");

  private static final Pattern NEXT_STEP =
      Pattern.compile(
          "(?:[.;:]|\\bor|\\),) (?i:add|change|check|create|delete|issue|let|look|lower|make|mend"
              + "|mount|name|put|raise|rename|renew|scale|see|set|store|take|use|wait)\\b");

  private HelpfulMessage() {}

  public static void check(Problem problem) {
    assertThat(problem.message())
        .as(problem.reason().name())
        .doesNotEndWith(".")
        .doesNotContain(".. ")
        .doesNotContain("null")
        .containsPattern(OBJECT)
        .containsPattern(NEXT_STEP);
  }
}
