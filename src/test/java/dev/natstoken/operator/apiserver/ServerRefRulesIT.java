package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes with the servers of somebody else, and that they stay the same ones. */
@Tag("api")
class ServerRefRulesIT {

  private static final Map<String, ?> SERVERS = Map.of("name", "nats");

  /** All that it does not refuse, by the words of its refusal. */
  private static final Set<String> ALLOWED =
      Set.of(
          "token",
          "rotation",
          "authTimeout",
          "allowedNamespaces",
          "commonLabels",
          "requireProof",
          "paused");

  static Set<String> fieldsOfTheServers() {
    Set<String> names = new TreeSet<>(Specs.everyFieldAsWritten().keySet());
    names.removeAll(ALLOWED);
    return names;
  }

  @ParameterizedTest
  @MethodSource("fieldsOfTheServers")
  void aFieldThatSaysHowServersRunIsRefused(String field) {
    Map<String, Object> every = Specs.everyFieldAsWritten();
    assertRefused(
        Map.of("serverRef", SERVERS, field, every.get(field)),
        "spec.serverRef names servers that somebody else runs");
  }

  @Test
  void allElseGoesWithIt() {
    Map<String, Object> spec = Specs.everyFieldAsWritten();
    spec.keySet().retainAll(ALLOWED);
    assertThat(spec).hasSize(ALLOWED.size() - 1);
    spec.put("serverRef", SERVERS);
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(spec);
    }
  }

  @Test
  void itIsNeitherAddedNorChangedNorRemoved() {
    String refusal = "spec.serverRef cannot be added, changed or removed";
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of("serverRef", SERVERS));
      assertRefused(namespace, Map.of("serverRef", Map.of("name", "other")), refusal);
      assertRefused(namespace, Map.of(), refusal);
      assertRefused(namespace, Map.of("replicas", 3), refusal);
      namespace.apply(Map.of("serverRef", SERVERS, "authTimeout", "9s"));
      namespace.apply(Map.of("serverRef", Map.of("name", "nats", "caSecretName", "ca")));
    }
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Map.of());
      assertRefused(namespace, Map.of("serverRef", SERVERS), refusal);
    }
  }

  @Test
  void aNameThatNoStatefulSetCouldHaveIsRefused() {
    for (String name : List.of("Nats", "nats_1", "-nats", "nats-", "other/nats", "nats\n")) {
      assertRefused(Map.of("serverRef", Map.of("name", name)), "spec.serverRef.name");
    }
  }

  private static void assertRefused(Map<String, ?> spec, String message) {
    try (TestNamespace namespace = new TestNamespace()) {
      assertRefused(namespace, spec, message);
    }
  }

  private static void assertRefused(TestNamespace namespace, Map<String, ?> spec, String message) {
    assertThatThrownBy(() -> namespace.apply(spec), "%s", spec).hasMessageContaining(message);
  }
}
