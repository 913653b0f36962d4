package dev.natstoken.operator.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where an Event about Stalled leads. */
class StalledNoteTest {

  private static final String PAGE = "https://docs.example.com/troubleshooting/";
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private final StalledNote leading = new StalledNote(Optional.of(PAGE));

  @Test
  void withoutAnAddressItEndsWithTheMessage() {
    assertThat(new StalledNote(Optional.empty()).of(stalled("PodsFailing", "Pod a does not start")))
        .isEqualTo("PodsFailing: Pod a does not start");
  }

  @Test
  void everyReasonLeadsToAHeadingOfThePage() throws IOException {
    List<String> anchors =
        HEADING
            .matcher(Files.readString(Path.of("docs/troubleshooting.md")))
            .results()
            .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();
    List<String> reasons =
        Arrays.stream(Reason.values())
            .filter(r -> r.advice().isPresent())
            .map(Reason::name)
            .toList();
    assertThat(reasons)
        .isNotEmpty()
        .allSatisfy(reason -> {
          String note = leading.of(stalled(reason, "any"));
          assertThat(note).startsWith(reason + ": any. See " + PAGE + "#");
          assertThat(note.substring(note.indexOf('#') + 1)).isIn(anchors);
        });
  }

  @Test
  void aLongMessageGivesWayToTheAddress() {
    assertThat(leading.of(stalled("PodsFailing", "x".repeat(2000))))
        .hasSize(EventPublisher.LONGEST_NOTE)
        .endsWith("x…. See " + PAGE + "#podsfailing");
  }

  private static Condition stalled(String reason, String message) {
    return new ConditionBuilder().withReason(reason).withMessage(message).build();
  }
}
