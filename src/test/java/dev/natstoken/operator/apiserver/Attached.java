package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.nats.probe.Logins;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A namespace with servers in the layout of the official chart, to which "orders" is attached. */
record Attached(TestNamespace namespace, ChartLayout chart) implements AutoCloseable {

  static final Map<String, ?> SPEC = Map.of("serverRef", Map.of("name", ChartLayout.SET));

  /** The servers are there, and nobody gives them a token yet. */
  static Attached installed() {
    TestNamespace namespace = new TestNamespace();
    ChartLayout chart = new ChartLayout(ApiServer.get().client(), namespace.name());
    chart.install();
    return new Attached(namespace, chart);
  }

  static Attached serving() {
    Attached attached = installed();
    attached.start();
    attached.namespace.awaitReady();
    return attached;
  }

  void start() {
    namespace.startOperator("1s");
    namespace.apply(SPEC);
  }

  /** The same resource with one more field. */
  void apply(String field, Object value) {
    Map<String, Object> spec = new HashMap<>(SPEC);
    spec.put(field, value);
    namespace.apply(spec);
  }

  StatefulSet set() {
    return namespace.object(StatefulSet.class, ChartLayout.SET).get();
  }

  void editSet(UnaryOperator<StatefulSetBuilder> edit) {
    namespace.edit(
        StatefulSet.class, ChartLayout.SET, s -> edit.apply(new StatefulSetBuilder(s)).build());
  }

  void scale(int replicas) {
    editSet(s -> s.editSpec().withReplicas(replicas).endSpec());
  }

  void requestRotation(String value) {
    AsUser.requestRotation(namespace.resource(), value);
  }

  void awaitGeneration(long generation) {
    namespace.awaitReady(r -> r.getStatus().token().generation() == generation);
  }

  void awaitVerified(String reason) {
    namespace.awaitUntil(
        "Verified with " + reason,
        r ->
            Reported.condition(r, Conditions.VERIFIED)
                .filter(c -> reason.equals(c.getReason()))
                .isPresent());
  }

  String message(String type) {
    return Reported.condition(namespace.get(), type).map(Condition::getMessage).orElse("");
  }

  void assertLetsIn(String token) throws IOException {
    assertThat(isAccepted(token)).isTrue();
    assertThat(isAccepted(null)).isFalse();
    assertThat(isAccepted(token + "x")).isFalse();
  }

  boolean isAccepted(String token) throws IOException {
    return Logins.isAccepted(
        namespace.servers().address("nats-0"), 4222, Optional.ofNullable(token));
  }

  @Override
  public void close() {
    namespace.close();
  }
}
