package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * A stream with three replicas under traffic, while all that makes servers restart happens; the end
 * of the operator is a matter of {@link ServerLifecycleUnderKillsE2E}. That a claim cannot grow is
 * tested with the API server alone: here each refusal counts as a right that is missing.
 */
@EndToEnd
class JetStreamE2E {

  private static final int SERVERS = 3;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void noMessageIsLostInARollARotationAGrowthOrTheEndOfAPod(TestReporter reporter)
      throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec("64Mi", "Delete", Map.of()));
      servers.awaitReady();
      try (StreamTraffic traffic = StreamTraffic.onDisk(servers);
          RollWatch watch = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        String digest = servers.status().configDigest();
        servers.apply(spec("64Mi", "Delete", Map.of("maxPayload", 2048)));
        servers.awaitReady(s -> !digest.equals(s.configDigest()));
        reporter.publishEntry("rolled", progress(traffic));

        servers.requestRotation("1");
        servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
        reporter.publishEntry("rotated", progress(traffic));

        Set<String> before = servers.podUids();
        String limit = servers.status().configDigest();
        servers.apply(spec("128Mi", "Delete", Map.of("maxPayload", 2048)));
        servers.awaitReady(s -> !limit.equals(s.configDigest()));
        assertThat(claims(servers)).hasSize(SERVERS).allMatch(c -> size(c).equals("128Mi"));
        assertThat(sizeInTheSet(servers)).isEqualTo("128Mi");
        assertThat(servers.podUids()).doesNotContainAnyElementsOf(before);
        reporter.publishEntry("grown", progress(traffic));
        assertThat(watch.fewestReady()).isEqualTo(SERVERS - 1);

        Pod pod = servers.pods().get(1);
        operator.client().resource(pod).delete();
        Awaitility.await("another pod of that name")
            .atMost(Duration.ofMinutes(2))
            .until(() -> !servers.podUids().contains(pod.getMetadata().getUid()));
        servers.awaitReady(s -> s.readyReplicas() == SERVERS);
        reporter.publishEntry("lost a pod", progress(traffic));

        StreamTraffic.Result result = traffic.stop();
        assertThat(result.acknowledged()).isGreaterThan(1000);
        result.assertNoneLostAndNoneTwice();
        servers.assertServing(SERVERS);
      }
      servers.delete();
      Awaitility.await("the claims go with the resource")
          .atMost(Duration.ofMinutes(2))
          .until(() -> claims(servers).isEmpty());
    }
  }

  @Test
  void claimsAndWhatIsStoredStayWhenTheResourceGoesAndServeTheNextOne() throws Exception {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(spec("64Mi", "Retain", Map.of()));
      servers.awaitReady();
      long stored;
      try (StreamTraffic traffic = StreamTraffic.onDisk(servers)) {
        Awaitility.await("messages")
            .atMost(Duration.ofSeconds(30))
            .until(() -> traffic.acknowledged() > 10);
        stored = traffic.stop().stored();
      }
      servers.delete();
      Awaitility.await("no pods")
          .atMost(Duration.ofMinutes(2))
          .until(() -> servers.pods().isEmpty());
      assertThat(claims(servers)).hasSize(SERVERS);
      servers.apply(spec("64Mi", "Retain", Map.of()));
      servers.awaitReady();
      try (StreamTraffic traffic = StreamTraffic.onDisk(servers)) {
        assertThat(traffic.stop().stored()).isGreaterThanOrEqualTo(stored);
      }
    }
  }

  private static String progress(StreamTraffic traffic) {
    return "after " + traffic.acknowledged() + " messages";
  }

  private List<PersistentVolumeClaim> claims(TestServers servers) {
    return operator
        .client()
        .persistentVolumeClaims()
        .inNamespace(servers.namespace())
        .list()
        .getItems();
  }

  private static String size(PersistentVolumeClaim claim) {
    return claim.getStatus().getCapacity().get("storage").toString();
  }

  private String sizeInTheSet(TestServers servers) {
    StatefulSet set =
        operator
            .client()
            .apps()
            .statefulSets()
            .inNamespace(servers.namespace())
            .withName("orders-nats")
            .get();
    return set.getSpec()
        .getVolumeClaimTemplates()
        .get(0)
        .getSpec()
        .getResources()
        .getRequests()
        .get("storage")
        .toString();
  }

  private static Map<String, Object> spec(
      String size, String deletionPolicy, Map<String, ?> limits) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("replicas", SERVERS);
    spec.put("rotation", Map.of("overlap", "5s"));
    spec.put("limits", limits);
    spec.put(
        "jetstream",
        Map.of("fileStore", Map.of("pvc", Map.of("size", size, "deletionPolicy", deletionPolicy))));
    return spec;
  }
}
