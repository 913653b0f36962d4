package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** With the cost of a generated token all clients come back; {@code dev/bench} tells of others. */
@EndToEnd
@Isolated("Its flood takes the processors that the others need.")
class RotationFloodE2E {

  private static final Flood GENERATED_TOKEN = new Flood(4, Duration.ofMinutes(2));

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void hundredsOfClientsOfADeadServerComeBack(@TempDir Path folder, TestReporter reporter)
      throws IOException {
    Flood.Outcome outcome = GENERATED_TOKEN.at(operator, folder);
    reporter.publishEntry("flood", outcome.toString());
    assertThat(outcome.cut()).isPositive();
    assertThat(outcome.out()).as("connections that did not come back").isZero();
  }
}
