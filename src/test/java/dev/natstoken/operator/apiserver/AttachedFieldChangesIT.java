package dev.natstoken.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link FieldChangesIT} for what a resource with serverRef can change. */
@Tag("api")
class AttachedFieldChangesIT {

  private static Map<String, Map<String, ?>> specs() {
    Map<String, Map<String, ?>> specs = new TreeMap<>();
    specs.put("nothing", Map.of());
    specs.put("timeout", Map.of("authTimeout", "9s"));
    specs.put("proof", Map.of("requireProof", true));
    specs.put("interval", Map.of("rotation", Map.of("interval", "720h")));
    specs.put("labels", Map.of("commonLabels", Map.of("team", "shop")));
    specs.put("kept token", Map.of("token", Map.of("deletionPolicy", "Retain")));
    specs.put(
        "secret",
        Map.of(
            "token",
            Map.of(
                "secret",
                Map.of("labels", Map.of("a", "b"), "template", Map.of(".env", "T={{token}}")))));
    specs.put(
        "all",
        Map.of(
            "authTimeout", "60s",
            "rotation", Map.of("interval", "24h"),
            "commonLabels", Map.of("team", "billing", "example.com/unit", "a"),
            "token", Map.of("deletionPolicy", "Retain")));
    return specs;
  }

  static Set<String> names() {
    return specs().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void afterAllOtherSpecsTheObjectsAreThoseOfAFreshResource(String name) {
    try (TestNamespace namespace = new TestNamespace()) {
      new ChartLayout(ApiServer.get().client(), namespace.name()).install();
      namespace.startOperator();
      namespace.apply(attached(specs().get(name)));
      namespace.awaitReady();
      Map<String, ObjectNode> fresh = namespace.contents();
      specs()
          .forEach((other, spec) -> {
            namespace.apply(attached(spec));
            namespace.awaitReady();
          });
      namespace.apply(attached(specs().get(name)));
      namespace.awaitReady();
      TestNamespace.await(name + " after all others")
          .untilAsserted(() -> namespace.assertContents(fresh));
    }
  }

  private static Map<String, ?> attached(Map<String, ?> spec) {
    Map<String, Object> all = new HashMap<>(spec);
    all.put("serverRef", Map.of("name", ChartLayout.SET));
    return all;
  }
}
