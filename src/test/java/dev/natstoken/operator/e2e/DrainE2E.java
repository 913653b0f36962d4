package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * All servers are to leave their node, as with {@code kubectl drain}: by eviction, tried again
 * until it is granted.
 */
@EndToEnd
class DrainE2E {

  private static final int SERVERS = 3;

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void aDrainEndsWithTwoBrokenServersAndSparesTheOneThatServes() {
    try (TestServers servers = new TestServers(operator)) {
      servers.apply(Map.of("replicas", SERVERS));
      servers.awaitReady();
      List<Pod> before = servers.pods();
      before.subList(1, SERVERS).forEach(this::takeItsImage);
      Awaitility.await("two broken servers")
          .atMost(Duration.ofMinutes(1))
          .until(() -> servers.pods().stream().filter(Readiness::isPodReady).count() == 1);

      PodResource healthy = operator.client().pods().resource(before.getFirst());
      assertThat(healthy.evict()).as("the only one that serves").isFalse();
      Set<String> leaving =
          before.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
      try (RollWatch watch = new RollWatch(operator.client(), servers.namespace(), SERVERS)) {
        Awaitility.await("the end of the drain")
            .atMost(Duration.ofMinutes(2))
            .until(() -> drained(servers, leaving));
        servers.awaitReady();
        assertThat(watch.fewestReady()).isPositive();
      }
      servers.assertServing(SERVERS);
    }
  }

  /** Not a moment that passes by itself: the pod stays as it is until somebody replaces it. */
  private void takeItsImage(Pod pod) {
    operator
        .client()
        .pods()
        .resource(pod)
        .edit(p ->
            new PodBuilder(p)
                .editSpec()
                .editFirstContainer()
                .withImage("example.com/is-not-there:1")
                .endContainer()
                .endSpec()
                .build());
  }

  /** Tries to evict those that are still there. */
  private boolean drained(TestServers servers, Set<String> leaving) {
    List<Pod> left =
        servers.pods().stream().filter(p -> leaving.contains(p.getMetadata().getUid())).toList();
    left.stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .forEach(p -> operator.client().pods().resource(p).evict());
    return left.isEmpty();
  }
}
