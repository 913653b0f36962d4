package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that store: what may change. */
@Tag("api")
class JetStreamIT {

  private static final int LOOKS = 5;
  private static final String STORES = "jetstream: {fileStore: {pvc: {size: 1Gi}}}";

  /** Only to be passed on the way, like {@link Specs#LISTENERS}. */
  private static final String MQTT = "mqtt";

  /** Each may follow each other one. */
  private static Map<String, Map<String, Object>> specs() {
    Map<String, Map<String, Object>> specs = new TreeMap<>();
    specs.put("least", parse(STORES));
    specs.put(
        "limits",
        parse(
            """
            jetstream:
              syncInterval: always
              memoryStore: {maxSize: 64Mi}
              fileStore: {maxSize: 512Mi, pvc: {size: 1Gi, deletionPolicy: Delete}}
            """));
    specs.put(
        "other notation",
        parse(
            """
            jetstream:
              syncInterval: 10s
              memoryStore: {maxSize: 67M}
              fileStore: {maxSize: 1Gi, pvc: {size: 1024Mi, deletionPolicy: Retain}}
            """));
    specs.put(MQTT, parse("{mqtt: {enabled: true, ackWait: 1m}, " + STORES + "}"));
    return specs;
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(specs().keySet());
    names.remove(MQTT);
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void afterEveryOtherSpecTheObjectsAreThoseOfAFreshResource(String name) {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.putSecret(Specs.SECRET, Specs.KEY, Specs.TOKEN);
      namespace.startOperator();
      namespace.apply(withToken(specs().get(name)));
      namespace.awaitReady();
      Map<String, ObjectNode> fresh = namespace.contents();
      specs()
          .forEach((other, spec) -> {
            namespace.apply(withToken(spec));
            namespace.awaitObserved();
            namespace.apply(withToken(specs().get(name)));
            namespace.awaitObserved();
            namespace.awaitReady();
            TestNamespace.await(name + " after " + other)
                .untilAsserted(() -> namespace.assertContents(fresh));
          });
    }
  }

  private static Map<String, Object> withToken(Map<String, Object> spec) {
    Map<String, Object> all = new java.util.HashMap<>(spec);
    all.put("token", Specs.everyField().get("token"));
    return all;
  }

  @Test
  void serversThatStoreAreLeftAloneWhenTheyAreLookedAtAgain() {
    try (TestNamespace namespace = TestNamespace.serving(specs().get("other notation"), "1s")) {
      ClaimGrowthIT.createClaim(namespace, ClaimGrowthIT.GROWING);
      TestNamespace.await("the claim without the label of the instance")
          .until(() ->
              namespace
                  .object(PersistentVolumeClaim.class, "data-orders-nats-0")
                  .get()
                  .getMetadata()
                  .getLabels()
                  .containsKey("natstoken.dev/resource"));
      List<String> before = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(LOOKS);
      assertThat(namespace.operatorWrites()).isEqualTo(before);
    }
  }

  @Test
  void whatWouldHarmWhatIsStoredIsRefused() {
    try (TestNamespace namespace = new TestNamespace()) {
      Map<String, Object> stored =
          parse("{replicas: 3, jetstream: {fileStore: {pvc: {size: 1Gi}}}}");
      namespace.apply(stored);
      assertRefused(namespace, "{replicas: 3}", "spec.jetstream cannot be added to or taken from");
      assertRefused(
          namespace,
          "{replicas: 3, jetstream: {memoryStore: {maxSize: 1Gi}}}",
          "spec.jetstream.fileStore cannot be added to or taken from");
      assertRefused(
          namespace,
          "{replicas: 2, jetstream: {fileStore: {pvc: {size: 1Gi}}}}",
          "spec.replicas cannot be lowered with spec.jetstream");
      assertRefused(
          namespace,
          "{replicas: 3, jetstream: {fileStore: {pvc: {size: 1Gi, storageClassName: fast}}}}",
          "storageClassName cannot change");
      assertRefused(
          namespace,
          "{replicas: 3, jetstream: {domain: hub, fileStore: {pvc: {size: 1Gi}}}}",
          "jetstream.domain cannot change");
      namespace.apply(parse("{replicas: 5, jetstream: {fileStore: {pvc: {size: 1Gi}}}}"));
      assertThatThrownBy(() -> namespace.resource().scale(3))
          .hasMessageContaining("spec.replicas cannot be lowered with spec.jetstream");
    }
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(parse("{jetstream: {memoryStore: {maxSize: 1Gi}}}"));
      assertRefused(
          namespace,
          "{replicas: 3, jetstream: {memoryStore: {maxSize: 1Gi}}}",
          "spec.replicas cannot go from 1 to more with spec.jetstream");
      assertRefused(namespace, "{}", "spec.jetstream cannot be added to or taken from");
      namespace.apply(parse("{jetstream: {memoryStore: {maxSize: 512Mi}}}"));
    }
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(parse("{}"));
      assertRefused(
          namespace,
          "{jetstream: {memoryStore: {maxSize: 1Gi}}}",
          "spec.jetstream cannot be added to or taken from");
    }
  }

  @Test
  void mqttComesAndGoesWhereThereIsAFileStoreAndNowhereElse() {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(parse("{replicas: 3, " + STORES + "}"));
      namespace.apply(parse("{replicas: 3, mqtt: {enabled: true}, " + STORES + "}"));
      namespace.apply(
          parse("{replicas: 3, mqtt: {enabled: true, streamReplicas: 3}, " + STORES + "}"));
      assertRefused(
          namespace,
          "{replicas: 3, mqtt: {enabled: true, streamReplicas: 4}, " + STORES + "}",
          "spec.mqtt.streamReplicas must not be more than spec.replicas");
      namespace.apply(
          parse("{replicas: 3, mqtt: {enabled: false, streamReplicas: 4}, " + STORES + "}"));
      namespace.apply(parse("{replicas: 3, " + STORES + "}"));
    }
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(parse("{}"));
      namespace.apply(parse("{mqtt: {enabled: false}}"));
      assertRefused(
          namespace, "{mqtt: {enabled: true}}", "spec.mqtt needs spec.jetstream.fileStore");
    }
  }

  private static void assertRefused(TestNamespace namespace, String spec, String message) {
    assertThatThrownBy(() -> namespace.apply(parse(spec)))
        .as(spec)
        .hasMessageContaining(message)
        .hasMessageNotContaining("evaluating rule");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, Map.class); // Else a brace means JSON.
  }
}
