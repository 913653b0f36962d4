package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Kubectl;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.status.Conditions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What kubectl get and kubectl explain show of the resource. */
@Tag("api")
class ColumnsIT {

  private static String row(String line) {
    return line.replaceAll(" +", " ").strip();
  }

  @Test
  void theColumnsTellAtAGlanceHowTheServersAre() {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      namespace.startOperator();
      namespace.apply(Map.of("replicas", 2));
      TestNamespace.await("Reconciling")
          .until(() -> Reported.isTrue(namespace.get(), Conditions.RECONCILING));
      String[] lines = kubectl.run("get", "nta").done().split("\n", -1);
      assertThat(row(lines[0])).isEqualTo("NAME SERVERS READY VERIFIED PHASE TOKEN OLD-CONNS AGE");
      assertThat(row(lines[1])).matches("orders 0/2 False Unknown RollingOut 1 \\d+s");

      namespace.awaitReady();
      assertThat(row(kubectl.run("get", "nta", "--no-headers").done()))
          .matches("orders 2/2 True True Serving 1 .*s");
      assertThat(kubectl.run("get", "nta", "-o", "wide").done())
          .contains("VERSION", "PAUSED", "MESSAGE", "All 2 servers are ready");
    }
  }

  @Test
  void theCategoryIsNatsAndNotAll() {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      namespace.apply(Map.of());
      assertThat(kubectl.run("get", "nats").done()).contains("orders");
      assertThat(kubectl.run("get", "all").done()).doesNotContain("natstokenauth");
    }
  }

  @Test
  void everyFieldIsExplained() {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      assertThat(kubectl.run("explain", "nta").done()).contains("one token and nobody else");
      assertThat(kubectl.run("explain", "nta.status.servers").done()).contains("such as 3/3");
      assertThat(kubectl.run("explain", "nta.spec", "--recursive").done()).contains("topologyKey");
      assertThat(kubectl.run("explain", "nta.spec.networkPolicy.clients").done())
          .contains("A range of addresses");
    }
  }
}
