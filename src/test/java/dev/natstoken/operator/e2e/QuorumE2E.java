package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Pods are killed and the spec changes at random moments, {@code -Dquorum.rounds=50} times for a
 * longer look: a change takes no second server of three while one is away.
 */
@EndToEnd
class QuorumE2E {

  private static final int ROUNDS = Integer.getInteger("quorum.rounds", 2);
  private static final int SERVERS = 3;

  /** A killed server is back after some ten seconds. */
  private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(12);

  private final InstalledOperator operator = InstalledOperator.get();
  private final Random random = new Random();

  @Test
  void aChangeTakesNoSecondServerWhileOneIsAway(TestReporter reporter) throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec(0));
      servers.awaitReady();
      try (StreamTraffic traffic = StreamTraffic.inMemory(servers);
          RollWatch watch = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        for (int round = 1; round <= ROUNDS; round++) {
          Set<String> before = servers.podUids();
          String digest = servers.status().configDigest();
          operator.client().resource(servers.pods().get(random.nextInt(SERVERS))).delete();
          LockSupport.parkNanos(random.nextLong(LATEST_NANOS));
          servers.apply(spec(round));
          servers.awaitReady(s -> !digest.equals(s.configDigest()));
          assertThat(servers.podUids()).doesNotContainAnyElementsOf(before);
          assertThat(watch.fewestReady()).as("round " + round).isEqualTo(SERVERS - 1);
        }
        StreamTraffic.Result result = traffic.stop();
        reporter.publishEntry("traffic", result.toString());
        result.assertNoneLostAndNoneTwice();
      }
    }
  }

  private static Map<String, ?> spec(int round) {
    return Map.of(
        "replicas",
        SERVERS,
        "limits",
        Map.of("maxPayload", 2048 + round),
        "jetstream",
        Map.of("memoryStore", Map.of("maxSize", "16Mi")));
  }
}
