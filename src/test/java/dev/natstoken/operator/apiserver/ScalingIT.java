package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another number of servers restarts none of those that stay. */
@Tag("api")
class ScalingIT {

  @ParameterizedTest
  @CsvSource({"1, 3", "1, 2", "2, 4", "3, 1", "4, 2"})
  void noServerThatStaysRestarts(int from, int to) {
    try (RotatingServers servers = RotatingServers.serving(from, "1h")) {
      PodTemplateSpec template = servers.set().getSpec().getTemplate();
      List<String> before = uids(servers, Math.min(from, to));
      scale(servers, to);
      assertThat(uids(servers, Math.min(from, to))).isEqualTo(before);
      assertThat(servers.set().getSpec().getTemplate()).isEqualTo(template);
      assertThat(servers.configurations()).isEqualTo(1);
    }
  }

  @Test
  void theNextRotationBringsTheSeedsThatFit() {
    try (RotatingServers servers = RotatingServers.serving(1, "1s")) {
      scale(servers, 3);
      assertThat(routesFile(servers)).isEqualTo("routes.conf");
      servers.request("1");
      servers.awaitOnly(2);
      assertThat(routesFile(servers)).isEqualTo("routes-3.conf");
      assertThat(servers.accepting(servers.token())).containsExactly(0, 1, 2);
    }
  }

  @Test
  void aWithdrawnRotationRestartsNoServerThatItHadNotReached() {
    try (RotatingServers servers = RotatingServers.serving(1, "1h")) {
      scale(servers, 4);
      List<String> before = uids(servers, 2);
      servers.request("1");
      TestNamespace.await("Split")
          .until(() -> "Split".equals(Reported.phase(servers.namespace().get())));
      servers.request(null);
      servers
          .namespace()
          .awaitReady(r -> RotatingServers.hasOnly(r, 1) && servers.configurations() == 1);
      assertThat(uids(servers, 2)).isEqualTo(before);
      assertThat(routesFile(servers)).isEqualTo("routes.conf");
    }
  }

  /** As an earlier version of the operator had it, there is a file with TLS and one without. */
  @Test
  void serversOfAnEarlierVersionRunOn() {
    try (RotatingServers servers = RotatingServers.serving(2, "1h")) {
      TestNamespace namespace = servers.namespace();
      List<String> before = uids(servers, 2);
      namespace.stopOperator();
      AsUser.edit(
          namespace.object(Secret.class, TestNamespace.ROUTES_SECRET),
          s ->
              new SecretBuilder(s)
                  .withData(
                      Map.of(
                          "routes.conf", s.getData().get("routes.conf"),
                          "routes-tls.conf", s.getData().get("routes-tls.conf")))
                  .build());
      namespace.startOperator();
      scale(servers, 3);
      assertThat(routes(servers)).containsKeys("routes-1.conf", "routes-3-tls.conf");
      assertThat(uids(servers, 2)).isEqualTo(before);
    }
  }

  private static void scale(RotatingServers servers, int replicas) {
    servers.namespace().apply(RotatingServers.spec(replicas, "1s"));
    servers
        .namespace()
        .awaitReady(r ->
            Integer.valueOf(replicas).equals(r.getStatus().readyReplicas())
                && Integer.valueOf(replicas).equals(r.getStatus().replicas())
                && Reported.isTrue(r, Conditions.VERIFIED));
  }

  private static List<String> uids(RotatingServers servers, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> servers.namespace().object(Pod.class, "orders-nats-" + i).get())
        .map(pod -> pod.getMetadata().getUid())
        .toList();
  }

  private static Map<String, String> routes(RotatingServers servers) {
    return servers.namespace().object(Secret.class, TestNamespace.ROUTES_SECRET).get().getData();
  }

  /** The file that the servers have mounted. */
  private static String routesFile(RotatingServers servers) {
    return servers.set().getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(v -> v.getProjected() != null)
        .flatMap(v -> v.getProjected().getSources().stream())
        .filter(s -> s.getSecret() != null)
        .flatMap(s -> s.getSecret().getItems().stream())
        .map(KeyToPath::getPath)
        .findFirst()
        .orElseThrow();
  }
}
