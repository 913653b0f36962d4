package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that wants other servers than the one before does not restart all at once. */
@Tag("api")
class UpgradeRollsIT {

  private static final String IMAGE = "registry.example/nats";

  private final List<TestNamespace> namespaces =
      IntStream.range(0, 3).mapToObj(_ -> new TestNamespace()).toList();

  @AfterEach
  void close() {
    namespaces.forEach(TestNamespace::close);
  }

  @Test
  void oneAfterTheOtherTakesItUpAndTheOthersSayThatTheyWait() {
    try (TestOperator _ = operator("nats")) {
      namespaces.forEach(n -> n.apply(Map.of()));
      namespaces.forEach(TestNamespace::awaitReady);
    }
    try (TestOperator _ = operator(IMAGE)) {
      TestNamespace.await("two wait").until(() -> waiting().size() == 2);
      // It took its turn before the others asked, and may have written nothing yet.
      TestNamespace.await("one has its turn").until(() -> !changed().isEmpty());
      assertThat(changed()).hasSize(1);
      TestNamespace asking = waiting().getFirst();
      asking.apply(Map.of("limits", Map.of("maxPayload", 2_000_000)));
      TestNamespace.await("who asks does not wait").until(() -> isChanged(asking));
      TestNamespace leaked =
          namespaces.stream().filter(n -> !isChanged(n)).findFirst().orElseThrow();
      leaked.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      TestNamespace.await("nor does a leaked token").until(() -> isChanged(leaked));
      changed().forEach(TestNamespace::awaitReady);
      namespaces.forEach(n -> n.awaitReady(_ -> isChanged(n)));
      assertThat(waiting()).isEmpty();
    }
  }

  private TestOperator operator(String image) {
    return new TestOperator(
        Map.of(
            "OPERATOR_WATCH_NAMESPACES",
            namespaces.stream().map(TestNamespace::name).collect(Collectors.joining(",")),
            "OPERATOR_SERVER_IMAGE",
            image,
            "OPERATOR_ROLLS_AT_ONCE",
            "1"),
        ApiServer.get().client(ApiServer.OPERATOR_AGENT, _ -> {}));
  }

  private List<TestNamespace> waiting() {
    return namespaces.stream()
        .filter(n ->
            Reported.condition(n.get(), Conditions.READY)
                .filter(c -> "True".equals(c.getStatus()))
                .map(Condition::getMessage)
                .filter(m -> m.contains("waits for its turn"))
                .isPresent())
        .toList();
  }

  private List<TestNamespace> changed() {
    return namespaces.stream().filter(UpgradeRollsIT::isChanged).toList();
  }

  private static boolean isChanged(TestNamespace namespace) {
    StatefulSet set = namespace.object(StatefulSet.class, "orders-nats").get();
    return set.getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage()
        .startsWith(IMAGE);
  }
}
