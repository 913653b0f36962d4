package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuthSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** A replicated stream under traffic while its servers go to an older nats-server and back. */
@EndToEnd
class JetStreamVersionE2E {

  private static final int SERVERS = 3;
  private static final String OLD = System.getProperty("nats.old");
  private static final String NEW = NatsTokenAuthSpec.DEFAULT_VERSION;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void noMessageIsLostInADowngradeAndInTheUpgradeAfterIt(TestReporter reporter) throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      apply(servers, NEW);
      try (StreamTraffic traffic = StreamTraffic.onDisk(servers);
          RollWatch roll = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        apply(servers, OLD);
        long inOld = traffic.acknowledged();
        reporter.publishEntry("at " + OLD, "after " + inOld + " messages");
        apply(servers, NEW);
        assertThat(roll.fewestReady()).isEqualTo(SERVERS - 1);
        StreamTraffic.Result result = traffic.stop();
        assertThat(result.acknowledged()).isGreaterThan(inOld).isGreaterThan(500);
        result.assertNoneLostAndNoneTwice();
      }
      servers.assertServing(SERVERS);
    }
  }

  private static void apply(TestServers servers, String version) {
    servers.apply(
        """
        replicas: %d
        version: %s
        jetstream: {fileStore: {pvc: {size: 64Mi, deletionPolicy: Delete}}}
        """
            .formatted(SERVERS, version));
    servers.awaitReady(s -> version.equals(s.version()));
  }
}
