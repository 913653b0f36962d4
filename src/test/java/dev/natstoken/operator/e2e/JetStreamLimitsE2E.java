package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** How much servers may store, in memory and on disk, and what they have of it while it changes. */
@EndToEnd
class JetStreamLimitsE2E {

  private static final int SERVERS = 3;
  private static final long MI = 1L << 20;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void streamsInMemoryAndOnDiskKeepAllWhileTheirLimitsGrowAndShrinkAndTheMemoryLimitGoes(
      TestReporter reporter) throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      apply(servers, 16, 24, "resources: {limits: {memory: 192Mi}}");
      try (StreamTraffic inMemory = StreamTraffic.inMemory(servers);
          StreamTraffic onDisk = StreamTraffic.onDisk(servers);
          RollWatch roll = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        apply(servers, 48, 56, "resources: {limits: {memory: 256Mi}}");
        reporter.publishEntry("grown", progress(inMemory, onDisk));
        apply(servers, 8, 16, "resources: {limits: {memory: 128Mi}}");
        reporter.publishEntry("shrunk", progress(inMemory, onDisk));
        apply(servers, 8, 16, "labels: {}");
        reporter.publishEntry("without a memory limit", progress(inMemory, onDisk));
        assertThat(roll.fewestReady()).isEqualTo(SERVERS - 1);
        assertNothingLost(inMemory.stop());
        assertNothingLost(onDisk.stop());
      }
      servers.assertServing(SERVERS);
    }
  }

  private void apply(TestServers servers, int memoryMi, int diskMi, String pod) throws IOException {
    servers.apply(
        """
        replicas: %d
        pod: {%s}
        jetstream:
          memoryStore: {maxSize: %dMi}
          fileStore: {maxSize: %dMi, pvc: {size: 64Mi, deletionPolicy: Delete}}
        """
            .formatted(SERVERS, pod, memoryMi, diskMi));
    servers.awaitReady();
    for (Pod server : servers.pods()) {
      JsonNode config = jsz(server).path("config");
      assertThat(config.path("max_memory").longValue()).isEqualTo(memoryMi * MI);
      assertThat(config.path("max_storage").longValue()).isEqualTo(diskMi * MI);
      Container container = server.getSpec().getContainers().get(0);
      boolean limited = pod.contains("memory");
      assertThat(String.valueOf(container.getResources()).contains("memory")).isEqualTo(limited);
      assertThat(container.getEnv())
          .extracting(EnvVar::getName)
          .filteredOn("GOMEMLIMIT"::equals)
          .hasSize(limited ? 1 : 0);
    }
  }

  private static void assertNothingLost(StreamTraffic.Result result) {
    assertThat(result.acknowledged()).isGreaterThan(500);
    result.assertNoneLostAndNoneTwice();
  }

  private static String progress(StreamTraffic inMemory, StreamTraffic onDisk) {
    return "after %d messages in memory and %d on disk"
        .formatted(inMemory.acknowledged(), onDisk.acknowledged());
  }

  private static JsonNode jsz(Pod pod) throws IOException {
    URI uri = URI.create("http://" + TestServers.host(pod) + ":8222/jsz");
    try (InputStream answer = uri.toURL().openStream()) {
      return new ObjectMapper().readTree(answer);
    }
  }
}
