package dev.natstoken.operator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code dev/bench scale} measures, small enough for every run. */
@Tag("api")
@Isolated("it measures times")
class ScaleIT {

  private static final int RESOURCES = 300;
  private static final int CANARY_MILLIS = 5_000;

  /** Of some thirty edits one may meet a pause of the machine. */
  private static final int PERCENT = 95;

  @Test
  void atTheChartsDefaultsThreeHundredResourcesNeitherEndTheOperatorNorKeepOthersWaiting()
      throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (ScaleGround ground = new ScaleGround(ScaleOptions.of(RESOURCES).withServers(1), nowhere)) {
      OperatorJvm first = ground.operator();
      ScaleGround.await("an edit was served", () -> ground.canary().take().isPresent());
      RampRun.createAll(ground);
      assertThat(first.runs()).as("the same process as in the beginning").isTrue();
      assertThat(ground.canary().take())
          .as("edits of a resource in a quiet namespace meanwhile")
          .hasValueSatisfying(
              s -> assertThat(s.percentile(PERCENT)).as(s.toString()).isLessThan(CANARY_MILLIS));
    }
  }
}
