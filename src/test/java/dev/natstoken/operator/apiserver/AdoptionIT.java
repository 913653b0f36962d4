package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.forged.Forged;
import dev.natstoken.operator.nats.config.RoutesConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the operator made and nothing controls any more is known again. */
@Tag("api")
class AdoptionIT {

  private static final Map<String, ?> TWO = Map.of("replicas", 2);

  private final KubernetesClient client = ApiServer.get().client();

  /** {@code kubectl delete --cascade=orphan}, and the same resource again. */
  @Test
  void aResourceThatIsMadeAnewTakesUpWhatItsPredecessorLeft() {
    try (TestNamespace namespace = TestNamespace.serving(TWO)) {
      Before before = Before.of(namespace);
      namespace.stopOperator();
      namespace.resource().delete();
      List<HasMetadata> orphans = new ArrayList<>(namespace.objects().values());
      orphans.forEach(o -> release(o));

      namespace.startOperator();
      namespace.apply(TWO);
      namespace.awaitReady();
      before.assertKept(namespace, withoutOwners(namespace));
      namespace.operator().assertNoneFailed();
    }
  }

  /**
   * Velero brings neither owners nor uids nor field managers, and all of it before the resource.
   */
  @Test
  void aNamespaceThatIsRestoredFromABackupGoesOnWithItsTokenAndItsServers() {
    try (TestNamespace namespace = TestNamespace.serving(TWO)) {
      Before before = Before.of(namespace);
      namespace.stopOperator();
      List<HasMetadata> backup = new ArrayList<>(namespace.objects().values());
      namespace.resource().delete();
      backup.forEach(o -> client.resource(o).delete());
      client.pods().inNamespace(namespace.name()).list().getItems().forEach(p -> release(p));
      backup.stream()
          .filter(o -> !(o instanceof StatefulSet))
          .forEach(o -> restore(o, namespace.name()));

      namespace.startOperator();
      namespace.apply(TWO);
      namespace.awaitReady();
      before.assertKept(namespace, withoutRestoreMarks(withoutOwners(namespace)));
    }
  }

  /** There every name is another, so the servers start anew; clients need the same token. */
  @Test
  void aBackupThatIsRestoredIntoAnotherNamespaceBringsTheTokenAlong() {
    try (TestNamespace source = TestNamespace.serving(TWO);
        TestNamespace target = new TestNamespace()) {
      source.objects().values().forEach(o -> restore(o, target.name()));
      target.startOperator();
      target.apply(TWO);
      target.awaitReady();
      assertThat(target.token()).isEqualTo(source.token());
      assertThat(target.tokenGeneration()).isEqualTo(1);
      assertThat(
              SecretText.of(target.object(Secret.class, TestNamespace.TOKEN_SECRET).get(), "url"))
          .contains("." + target.name() + ".svc");
      assertThat(password(target)).isEqualTo(password(source));
      assertOwned(target);
    }
  }

  @Test
  void eachObjectThatLosesItsOwnerIsTakenUpWithoutARestart() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Map<String, String> servers = namespace.podUids();
      Map<String, ObjectNode> before = namespace.contents();
      namespace.objects().values().forEach(o -> release(o));
      TestNamespace.await("owners").untilAsserted(() -> namespace.assertContents(before));
      namespace.awaitReady();
      assertThat(namespace.podUids()).isEqualTo(servers);
    }
  }

  @Test
  void whatSomethingElseControlsIsLeftAloneWhateverItsLabels() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      HasMetadata another =
          namespace.create(
              new ConfigMapBuilder().withNewMetadata().withName("another").endMetadata().build());
      OwnerReference controller =
          new OwnerReferenceBuilder()
              .withApiVersion("v1")
              .withKind("ConfigMap")
              .withName("another")
              .withUid(another.getMetadata().getUid())
              .withController(true)
              .build();
      namespace.edit(
          Service.class,
          "orders-nats",
          s -> {
            s.getMetadata().setOwnerReferences(List.of(controller));
            return s;
          });
      assertThat(namespace.awaitStalled("NameConflict").getMessage())
          .contains("Service orders-nats");
      assertThat(namespace.object(Service.class, "orders-nats").get().getMetadata())
          .returns(List.of(controller), m -> m.getOwnerReferences());
    }
  }

  /** Whoever planted it would be let in as a server. */
  @Test
  void aPasswordOfTheRoutesThatNoServerHasIsNotTaken() {
    try (TestNamespace source = TestNamespace.serving(TWO);
        TestNamespace namespace = new TestNamespace()) {
      Secret planted = source.object(Secret.class, TestNamespace.ROUTES_SECRET).get();
      restore(planted, namespace.name());
      restore(source.configMap(), namespace.name());
      namespace.startOperator();
      namespace.apply(TWO);
      namespace.awaitReady();
      assertThat(password(namespace)).isNotEqualTo(password(source));
      assertThat(
              namespace
                  .object(ConfigMap.class, source.configMap().getMetadata().getName())
                  .get()
                  .getMetadata()
                  .getOwnerReferences())
          .as("a configuration that no server has")
          .isEmpty();
    }
  }

  @Test
  void aConfigurationIsNotTakenUpForAServerThatIsMarkedWithAnotherText() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      namespace.create(Forged.costlyConfiguration("orders-nats-config-0123456789"));
      namespace.operator().awaitReconciliations(2);
      assertThat(
              namespace
                  .object(ConfigMap.class, "orders-nats-config-0123456789")
                  .get()
                  .getMetadata()
                  .getOwnerReferences())
          .isEmpty();
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
    }
  }

  /** What there was, and is to be kept. */
  private record Before(String token, Map<String, String> pods, Map<String, ObjectNode> contents) {

    static Before of(TestNamespace namespace) {
      return new Before(namespace.token(), namespace.podUids(), withoutOwners(namespace));
    }

    void assertKept(TestNamespace namespace, Map<String, ObjectNode> now) {
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.tokenGeneration()).isEqualTo(1);
      assertThat(namespace.podUids()).isEqualTo(pods);
      assertThat(now).isEqualTo(contents);
      assertOwned(namespace);
    }
  }

  private static String password(TestNamespace namespace) {
    return RoutesConfig.parse(
            SecretText.of(
                namespace.object(Secret.class, TestNamespace.ROUTES_SECRET).get(), "routes.conf"))
        .password();
  }

  private static void assertOwned(TestNamespace namespace) {
    NatsTokenAuth resource = namespace.get();
    assertThat(namespace.objects())
        .hasSize(9)
        .allSatisfy((name, o) ->
            assertThat(o.getMetadata().getOwnerReferences())
                .as(name)
                .singleElement()
                .returns(resource.getMetadata().getUid(), OwnerReference::getUid));
    assertThat(namespace.eventReasons()).doesNotContain("LookalikeIgnored");
  }

  private void release(HasMetadata object) {
    AsUser.edit(
        client.resource(object),
        o -> {
          o.getMetadata().setOwnerReferences(List.of());
          return o;
        });
  }

  private void restore(HasMetadata object, String namespace) {
    HasMetadata copy = client.getKubernetesSerialization().clone(object);
    copy.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(object.getMetadata().getName())
            .withLabels(object.getMetadata().getLabels())
            .addToLabels("velero.io/restore-name", "nightly")
            .withAnnotations(object.getMetadata().getAnnotations())
            .build());
    if (copy instanceof Service service && !"None".equals(service.getSpec().getClusterIP())) {
      service.getSpec().setClusterIP(null);
      service.getSpec().setClusterIPs(null);
    }
    client.resource(copy).create();
  }

  private static Map<String, ObjectNode> withoutOwners(TestNamespace namespace) {
    Map<String, ObjectNode> contents = namespace.contents();
    contents.values().forEach(o -> ((ObjectNode) o.get("metadata")).remove("ownerReferences"));
    return contents;
  }

  private static Map<String, ObjectNode> withoutRestoreMarks(Map<String, ObjectNode> contents) {
    contents
        .values()
        .forEach(
            o -> ((ObjectNode) o.get("metadata").get("labels")).remove("velero.io/restore-name"));
    return contents;
  }
}
