package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields of the operator's objects that somebody else changes, whenever it writes them. */
@Tag("api")
class ChangedByOthersIT {

  private static final String NATS = "orders-nats";
  private static final String EVENT = "ChangedByOthers";
  private static final int LOOKS = 5;

  private static final String IMAGE =
      "[JSONPatch{op: \"replace\", path: \"/spec/template/spec/containers/0/image\","
          + " value: \"mirror.example.com/nats\"}]";
  private static final String LABEL =
      "[JSONPatch{op: \"replace\", path: \"/metadata/labels/app.kubernetes.io~1name\","
          + " value: \"theirs\"}]";

  @Test
  void aTemplateThatAPolicyChangesRollsOnceAndThenNothingIsWritten() {
    Map<String, ?> changed = Map.of("replicas", 3, "limits", Map.of("maxPayload", 2048));
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 3), "1s");
        var _ = changing(namespace, "statefulsets", IMAGE, StatefulSet.class)) {
      namespace.apply(changed);
      namespace.awaitReady(r -> message(r).contains("containers[nats].image"));
      assertThat(image(namespace)).isEqualTo("mirror.example.com/nats");
      assertThat(Reported.condition(namespace.get(), Conditions.RECONCILING)).isEmpty();
      assertThat(partition(namespace)).isZero();
      assertNothingMoves(namespace);
      assertThat(namespace.eventReasons()).containsOnlyOnce(EVENT).doesNotContain("Stalled");

      // A restarted operator remembers nothing; it asks, and finds that nothing is to be rolled.
      Map<String, String> pods = namespace.podUids();
      namespace.stopOperator();
      namespace.startOperator("1s");
      namespace.operator().awaitReconciliations(LOOKS);
      assertThat(namespace.podUids()).isEqualTo(pods);
      assertNothingMoves(namespace);
      namespace.awaitReady();
    }
  }

  @Test
  void anObjectBesideTheServersIsWrittenOnce() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1), "1s");
        var _ = changing(namespace, "services", LABEL, Service.class)) {
      namespace.edit(
          Service.class,
          NATS,
          s -> new ServiceBuilder(s).editMetadata().addToLabels("a", "b").endMetadata().build());
      namespace.awaitReady(r -> message(r).contains("Service orders-nats: something changes"));
      assertNothingMoves(namespace);
    }
  }

  @Test
  void anOverlapPausesAsEver() {
    try (TestNamespace namespace = TestNamespace.serving(RotatingServers.spec(2, "1h"), "1s");
        var _ = changing(namespace, "statefulsets", IMAGE, StatefulSet.class)) {
      RotatingServers servers = new RotatingServers(namespace);
      servers.request("1");
      servers.awaitOverlap();
      namespace.awaitUntil("a pause", r -> Reported.condition(r, Conditions.RECONCILING).isEmpty());
      assertNothingMoves(namespace);
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
      assertThat(Reported.condition(namespace.get(), Conditions.RECONCILING)).isEmpty();
    }
  }

  @Test
  void whoTakesBackEachWriteIsNamedAndAnsweredMoreRarely() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1), "1s")) {
      TestNamespace.await(EVENT)
          .until(() -> {
            rename(namespace);
            return namespace.eventReasons().contains(EVENT);
          });
      long written = writes(namespace, "patch services");
      assertThat(written).isLessThan(20);
      TestNamespace.await("the label").until(() -> "nats".equals(label(namespace)));
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
    }
  }

  /** Its servers are ready and proved meanwhile, on a configuration that is not the newest. */
  @Test
  void aTemplateThatSomebodyTakesBackIsNotTakenForTheNewest() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1), "1s")) {
      PodTemplateSpec former = template(namespace);
      namespace.apply(Map.of("replicas", 1, "limits", Map.of("maxPayload", 2048)));
      namespace.awaitUntil(
          "it is written more rarely",
          r -> {
            takeBack(namespace, former);
            return Reported.condition(r, Conditions.RECONCILING)
                .filter(c -> c.getMessage().contains("takes back each write"))
                .isPresent();
          });
      namespace.awaitReady(r -> r.getStatus().configDigest().equals(digest(namespace)));
      assertThat(template(namespace)).isNotEqualTo(former);
    }
  }

  @Test
  void aSpecThatGoesToAndFroIsNobodyElse() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      for (int i = 0; i < 16; i++) {
        namespace.apply(Map.of("replicas", 1, "limits", Map.of("maxPayload", 2048 + i % 2)));
        namespace.awaitObserved();
        assertThat(Reported.condition(namespace.get(), Conditions.RECONCILING).orElseThrow())
            .extracting(Condition::getReason)
            .isEqualTo("RollingOut");
      }
    }
  }

  private static void takeBack(TestNamespace namespace, PodTemplateSpec former) {
    namespace.edit(
        StatefulSet.class,
        NATS,
        s -> new StatefulSetBuilder(s).editSpec().withTemplate(former).endSpec().build());
  }

  private static PodTemplateSpec template(TestNamespace namespace) {
    return namespace.object(StatefulSet.class, NATS).get().getSpec().getTemplate();
  }

  private static String digest(TestNamespace namespace) {
    return template(namespace).getMetadata().getAnnotations().get(Labels.CONFIG_DIGEST);
  }

  private static void rename(TestNamespace namespace) {
    namespace.edit(
        Service.class,
        NATS,
        s ->
            new ServiceBuilder(s)
                .editMetadata()
                .addToLabels("app.kubernetes.io/name", "theirs")
                .endMetadata()
                .build());
  }

  private static String label(TestNamespace namespace) {
    return namespace
        .object(Service.class, NATS)
        .get()
        .getMetadata()
        .getLabels()
        .get("app.kubernetes.io/name");
  }

  private static <T extends HasMetadata> MutatingPolicy changing(
      TestNamespace namespace, String resource, String expression, Class<T> type) {
    return new MutatingPolicy(
        namespace.name(), resource, expression, namespace.object(type, NATS).get());
  }

  private static void assertNothingMoves(TestNamespace namespace) {
    List<String> before = namespace.operatorWrites();
    Map<String, String> versions = namespace.versions();
    namespace.operator().awaitReconciliations(LOOKS);
    assertThat(namespace.operatorWrites()).isEqualTo(before);
    assertThat(namespace.versions()).isEqualTo(versions);
  }

  private static long writes(TestNamespace namespace, String write) {
    return namespace.operatorWrites().stream().filter(write::equals).count();
  }

  private static String message(NatsTokenAuth resource) {
    return Reported.condition(resource, Conditions.READY).map(Condition::getMessage).orElse("");
  }

  private static int partition(TestNamespace namespace) {
    return new RotatingServers(namespace).partition();
  }

  private static String image(TestNamespace namespace) {
    return namespace
        .object(StatefulSet.class, NATS)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }
}
