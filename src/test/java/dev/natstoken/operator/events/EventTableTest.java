package dev.natstoken.operator.events;

import dev.natstoken.operator.GoldenFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of Events in the documentation is what the enum says. */
class EventTableTest {

  @Test
  void theDocumentationShowsEveryEvent() {
    GoldenFile.sectionMatches(
        Path.of("docs/conditions.md"),
        "events",
        Arrays.stream(EventReason.values())
            .map(r -> "| `%s` | %s | %s |\n".formatted(r, r.type(), r.meaning()))
            .collect(Collectors.joining("", "| reason | type | when |\n|---|---|---|\n", "")));
  }
}
