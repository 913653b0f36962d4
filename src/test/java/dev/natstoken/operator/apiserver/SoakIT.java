package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lives of resources, drawn by lot, one after the other, each with a fault in every step: {@code
 * -Dsoak.minutes} long, or a single short one. What is drawn comes from {@code -Dsoak.seed}.
 */
@Tag("api")
class SoakIT {

  private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 0));

  /** In one life; few where there is a single one. */
  private static final int ACTS = LENGTH.isZero() ? 2 : 8;

  private static final long SEED =
      Long.getLong("soak.seed", LENGTH.isZero() ? 1 : System.nanoTime() % 1_000_000);

  @Test
  void aLifeFullOfFaultsIsLikeOneWithoutAny() throws InterruptedException, IOException {
    SoakReport report = new SoakReport(SEED);
    long end = System.nanoTime() + LENGTH.toNanos();
    long seed = SEED;
    do {
      report.add(seed, FaultyLife.of(seed, ACTS).live());
      report.write();
      seed++;
    } while (System.nanoTime() < end);
    assertThat(report.broken()).as("with -Dsoak.seed=" + SEED).isEmpty();
  }
}
