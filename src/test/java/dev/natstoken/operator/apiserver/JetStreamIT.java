package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that store: what may change, and how their claims grow. */
@Tag("api")
class JetStreamIT {

  private static final String GROWING = "growing";
  private static final String FIXED = "fixed";
  private static final int LOOKS = 5;
  private static final String STORES = "jetstream: {fileStore: {pvc: {size: 1Gi}}}";

  /** Only to be passed on the way, like {@link Specs#LISTENERS}. */
  private static final String MQTT = "mqtt";

  @BeforeAll
  static void createClasses() {
    for (String name : List.of(GROWING, FIXED)) {
      ApiServer.get()
          .client()
          .resource(
              new StorageClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withProvisioner("example.com/none")
                  .withAllowVolumeExpansion(name.equals(GROWING))
                  .build())
          .create();
    }
  }

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
      createClaim(namespace, GROWING);
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

  @Test
  void aClaimGrowsWhereItsClassAllowsAndTheLimitOfTheServersFollowsIt() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"))) {
      createClaim(namespace, GROWING);
      String template = template(namespace);
      namespace.apply(size("2Gi"));
      TestNamespace.await("the claim asks for more")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("2Gi"));
      namespace.awaitReady(r -> "2Gi".equals(r.getStatus().claimSize()));
      assertThat(template(namespace)).as("servers before the claim has grown").isEqualTo(template);
      assertRefused(
          namespace,
          "{jetstream: {fileStore: {pvc: {size: 1Gi}}}}",
          "spec.jetstream.fileStore.pvc.size cannot be less than the claims have by now");

      setCapacity(namespace, "2Gi");
      namespace.awaitUntil(
          "the StatefulSet has the new size",
          r -> "2Gi".equals(sizeInTheSet(namespace)) && !template.equals(template(namespace)));
      namespace.awaitReady();
      assertThat(namespace.configMap().getData().get("nats.conf"))
          .contains("\"max_file_store\":" + (2L << 30) / 10 * 9);
    }
  }

  @Test
  void aClaimThatCannotGrowIsToldAndTheServersAreLeftAlone() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"), "5m")) {
      createClaim(namespace, FIXED);
      String template = template(namespace);
      Map<String, String> versions = namespace.versions();
      namespace.apply(size("2Gi"));
      assertThat(namespace.awaitStalled("ClaimsCannotGrow").getMessage())
          .contains(
              "data-orders-nats-0", "2Gi", "Set spec.jetstream.fileStore.pvc.size back to 1Gi");
      assertThat(requested(namespace)).isEqualTo("1Gi");
      assertThat(template(namespace)).isEqualTo(template);
      assertThat(namespace.versions()).isEqualTo(versions);
      List<String> writes = namespace.operatorWrites();
      namespace.operator().awaitReconciliations(2);
      assertThat(namespace.operatorWrites()).as("asks again").isEqualTo(writes);
      namespace.apply(size("1Gi"));
      namespace.awaitReady();
      assertThat(namespace.versions()).isEqualTo(versions);
    }
  }

  /** What Kubernetes calls recovery from a failed expansion. */
  @Test
  void aSizeThatTheStorageCannotGiveIsSetBackToLessOrToWhatItWas() {
    try (TestNamespace namespace = TestNamespace.serving(size("1Gi"))) {
      createClaim(namespace, GROWING);
      namespace.apply(size("9Gi"));
      TestNamespace.await("the claim asks for more")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("9Gi"));
      setInfeasible(namespace);
      assertThat(namespace.awaitStalled("ClaimsCannotGrow").getMessage())
          .contains("data-orders-nats-0", "9Gi", "down to 1Gi");
      TestNamespace.await("the size to go back to")
          .until(() -> "1Gi".equals(namespace.get().getStatus().claimSize()));

      namespace.apply(size("2Gi"));
      TestNamespace.await("the claim asks for less")
          .untilAsserted(() -> assertThat(requested(namespace)).isEqualTo("2Gi"));

      namespace.apply(size("1Gi"));
      namespace.awaitReady(r -> Reported.condition(r, Conditions.STALLED).isEmpty());
      assertThat(sizeInTheSet(namespace)).isEqualTo("1Gi");
    }
  }

  private static void setInfeasible(TestNamespace namespace) {
    AsUser.editStatus(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0"),
        c ->
            new PersistentVolumeClaimBuilder(c)
                .editStatus()
                .addToAllocatedResourceStatuses("storage", "ControllerResizeInfeasible")
                .addToAllocatedResources("storage", new Quantity("9Gi"))
                .endStatus()
                .build());
  }

  private static Map<String, Object> size(String size) {
    return parse("jetstream: {fileStore: {pvc: {size: " + size + "}}}");
  }

  private static void assertRefused(TestNamespace namespace, String spec, String message) {
    assertThatThrownBy(() -> namespace.apply(parse(spec)))
        .as(spec)
        .hasMessageContaining(message)
        .hasMessageNotContaining("evaluating rule");
  }

  /** As the StatefulSet controller makes it and a provisioner binds it. */
  private static void createClaim(TestNamespace namespace, String storageClass) {
    var set = namespace.object(StatefulSet.class, "orders-nats").get();
    namespace.create(
        new PersistentVolumeClaimBuilder(set.getSpec().getVolumeClaimTemplates().get(0))
            .withNewMetadata()
            .withName("data-orders-nats-0")
            .withLabels(set.getSpec().getSelector().getMatchLabels())
            .endMetadata()
            .editSpec()
            .withStorageClassName(storageClass)
            .withVolumeName("a-volume")
            .endSpec()
            .withStatus(null)
            .build());
    setCapacity(namespace, "1Gi");
  }

  private static void setCapacity(TestNamespace namespace, String size) {
    AsUser.editStatus(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0"),
        c ->
            new PersistentVolumeClaimBuilder(c)
                .editOrNewStatus()
                .withPhase("Bound")
                .addToCapacity("storage", new Quantity(size))
                .endStatus()
                .build());
  }

  private static String requested(TestNamespace namespace) {
    return FileStoreClaim.requested(
        namespace.object(PersistentVolumeClaim.class, "data-orders-nats-0").get());
  }

  /** Null while it is made anew, like the template. */
  private static String sizeInTheSet(TestNamespace namespace) {
    return set(namespace)
        .map(s -> FileStoreClaim.requested(s.getSpec().getVolumeClaimTemplates().get(0)))
        .orElse(null);
  }

  private static String template(TestNamespace namespace) {
    return set(namespace).map(s -> Serialization.asYaml(s.getSpec().getTemplate())).orElse(null);
  }

  private static Optional<StatefulSet> set(TestNamespace namespace) {
    return Optional.ofNullable(namespace.object(StatefulSet.class, "orders-nats").get());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, Map.class); // Else a brace means JSON.
  }
}
