package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What becomes of the program at the end that Kubernetes gives every pod. */
@EndToEnd
@Isolated("It ends the operator.")
class OperatorStopE2E {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void aDeletedPodEndsSoonAndTheNextOneNeedNotWaitForItsLeaseToRunOut() throws Exception {
    operator.awaitAvailable();
    // The one before may still be on its way out.
    Awaitility.await("one operator")
        .atMost(Duration.ofMinutes(1))
        .until(() -> InstalledOperator.processes().count() == 1);
    serve();
    ProcessHandle process = InstalledOperator.processes().findFirst().orElseThrow();
    Instant start = Instant.now();
    operator.client().pods().inNamespace(InstalledOperator.NAMESPACE).delete();
    process.onExit().get(10, TimeUnit.SECONDS);
    serve();
    assertThat(Duration.between(start, Instant.now())).isLessThan(LEASE);
  }

  /** Only an operator that holds the lease can do this. */
  private void serve() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of());
      servers.awaitReady();
    }
  }
}
