package dev.natstoken.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.GoldenFile;
import dev.natstoken.operator.desired.SortedYaml;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What src/test/gitops has kstatus and Argo CD judge is what the operator writes. */
class RecordingsTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden/status");

  @TestFactory
  Stream<DynamicTest> everyRecordingIsTheCommittedOne() {
    return Recordings.all().entrySet().stream()
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(),
                () -> GoldenFile.matches(FOLDER.resolve(e.getKey()), SortedYaml.of(e.getValue()))));
  }

  @Test
  void noOtherIsCommitted() {
    assertThat(FOLDER.toFile().list()).isSubsetOf(Recordings.all().keySet());
  }
}
