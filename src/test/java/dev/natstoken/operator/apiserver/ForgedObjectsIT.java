package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.forged.Forged;
import dev.natstoken.operator.forged.StandIn;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A neighbour makes objects that look like the operator's own, beside a resource that serves. */
@Tag("api")
class ForgedObjectsIT {

  /** Of no real server of this test run. */
  private static final String ADDRESS = "127.255.7." + (1 + ProcessHandle.current().pid() % 250);

  private static final String ANOTHER = ADDRESS.replace("255.7.", "255.8.");

  private static final String A_THIRD = ADDRESS.replace("255.7.", "255.9.");

  private final KubernetesClient client = ApiServer.get().client();

  @Test
  void noPodGetsATokenForItsLabelsOrBlocksAnything() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s");
        StandIn thief = new StandIn(ADDRESS, namespace.get().getStatus().configDigest())) {
      String token = namespace.token();
      HasMetadata resource = namespace.get();
      HasMetadata set = namespace.object(StatefulSet.class, "orders-nats").get();
      pod(namespace, "evil-7");
      namespace.operator().awaitReconciliations(3);
      assertThat(thief.told()).as("what the operator told the thief").isEmpty();
      awaitLookalikes(namespace, "Pod evil-7");

      pod(namespace, "orders-nats-look", Forged.controller(set));
      pod(namespace, "orders-nats-07", Forged.controller(set));
      pod(namespace, "orders-nats-8", Forged.owner(set));
      pod(namespace, "orders-nats-9", Forged.controller(resource));
      pod(namespace, "orders-nats-99999999999", Forged.controller(set));
      namespace.operator().awaitReconciliations(3);
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
      assertThat(namespace.get().getStatus().replicas()).isEqualTo(1);

      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isNotEqualTo(token);
      assertThat(thief.told()).isEmpty();
      assertThat(lookalikes(namespace))
          .allSatisfy(e -> assertThat(e.getCount()).isEqualTo(1))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void noConfigurationCostsAnythingForItsLabelsOrItsOwner() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      IntStream.range(0, 16)
          .mapToObj(i -> Forged.costlyConfiguration("orders-nats-config-000000000" + i))
          .forEach(namespace::create);
      namespace.create(
          Forged.costlyConfiguration(
              "orders-nats-config-0123456789", Forged.controller(namespace.get())));
      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      awaitLookalikes(namespace, "ConfigMap orders-nats-config-0000000000");
      assertThat(namespace.object(ConfigMap.class, "orders-nats-config-0000000000").get())
          .as("a map of others, which is left alone")
          .isNotNull();
      namespace.operator().assertNoneFailed();
    }
  }

  @Test
  void aSecretOfOthersIsSaidAndLeftAlone() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      String token = namespace.token();
      HasMetadata forged = namespace.create(Forged.secret("orders-copy"));
      awaitLookalikes(namespace, "Secret orders-copy. ");
      namespace.operator().awaitReconciliations(2);
      assertThat(namespace.token()).isEqualTo(token);
      assertThat(namespace.object(Secret.class, "orders-copy").get().getMetadata())
          .returns(forged.getMetadata().getResourceVersion(), m -> m.getResourceVersion());
    }
  }

  @Test
  void aResourceBesideThemDoesNotNotice() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of(), "1s")) {
      client.resource(AsUser.resource(namespace.name(), "canary", Map.of())).create();
      Resource<NatsTokenAuth> canary =
          client.resources(NatsTokenAuth.class).inNamespace(namespace.name()).withName("canary");
      namespace.awaitUntil("the canary", _ -> Reported.isTrue(canary.get(), Conditions.READY));
      String version = canary.get().getMetadata().getResourceVersion();
      String digest = namespace.get().getStatus().configDigest();
      try (StandIn thief = new StandIn(ANOTHER, digest)) {
        HasMetadata pod = namespace.create(Forged.pod("canary-nats-0-look", digest));
        client.resource(Forged.ready((Pod) pod, ANOTHER)).updateStatus();
        namespace.create(Forged.costlyConfiguration("canary-nats-config-0123456789"));
        namespace.create(Forged.secret("canary-token"));
        awaitLookalikes(namespace, "Pod canary-nats-0-look");
        namespace.operator().awaitReconciliations(4);
        assertThat(thief.told()).isEmpty();
        assertThat(canary.get().getMetadata().getResourceVersion()).isEqualTo(version);
      }
    }
  }

  @Test
  void aPodThatTheSelectorOfForeignServersSelectsIsNamedAndGetsNothing() throws IOException {
    try (Attached attached = Attached.serving();
        StandIn thief = new StandIn(A_THIRD, digest(attached.set()))) {
      TestNamespace namespace = attached.namespace();
      Map<String, String> selected = attached.set().getSpec().getSelector().getMatchLabels();
      HasMetadata pod =
          Forged.pod("evil-7", digest(attached.set()), Forged.controller(attached.set()));
      pod.getMetadata().setLabels(selected);
      client.resource(Forged.ready((Pod) namespace.create(pod), A_THIRD)).updateStatus();
      attached.requestRotation("1");
      attached.awaitGeneration(2);
      awaitLookalikes(namespace, "StatefulSet nats selects");
      awaitLookalikes(namespace, "Pod evil-7. ");
      assertThat(thief.told()).isEmpty();
      attached.assertLetsIn(namespace.token());
    }
  }

  @Test
  void aTokenThatWasDiscardedDoesNotComeBackWithAnOldCopyOfItsSecret() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      String leaked = namespace.token();
      Secret backup = secret(namespace).get();
      secret(namespace).delete();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);

      restore(namespace, backup);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 3);
      assertThat(namespace.token()).isNotEqualTo(leaked);
      assertThat(namespace.get().getStatus().token().reason()).isEqualTo("OldCopy");
      assertThat(events(namespace, "TokenChanged"))
          .anySatisfy(e ->
              assertThat(e.getMessage()).contains("old copy", "natstoken.dev/token-generation"));

      restore(
          namespace,
          new SecretBuilder(backup)
              .editMetadata()
              .removeFromAnnotations("natstoken.dev/token-generation")
              .endMetadata()
              .build());
      namespace.awaitReady(r -> r.getStatus().token().generation() == 4);
      assertThat(namespace.token()).as("the token that was asked for").isEqualTo(leaked);
    }
  }

  /** Whatever is missing then is no reason to do anything. */
  @Test
  void aSetThatIsMadeAnewIsLeftAsItIsUntilItHasTakenUpItsPods() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 2), "1s")) {
      Resource<StatefulSet> set = namespace.object(StatefulSet.class, "orders-nats");
      String before = set.get().getMetadata().getUid();
      List<String> pods = podUids(namespace);
      set.withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
      namespace.servers().settle();
      StatefulSet made =
          TestNamespace.await("another set")
              .until(set::get, s -> s != null && !before.equals(s.getMetadata().getUid()));
      namespace.apply(Map.of("replicas", 2, "limits", Map.of("maxPayload", 4096)));
      TestNamespace.await("that it waits")
          .until(() ->
              Reported.condition(namespace.get(), Conditions.RECONCILING)
                  .filter(c -> c.getMessage().contains("has yet to take up Pod orders-nats-"))
                  .isPresent());
      namespace.operator().awaitReconciliations(3);
      assertThat(set.get().getMetadata().getGeneration())
          .isEqualTo(made.getMetadata().getGeneration());
      assertThat(podUids(namespace)).isEqualTo(pods);
      assertThat(lookalikes(namespace)).isEmpty();

      namespace.awaitReady();
    }
  }

  private List<String> podUids(TestNamespace namespace) {
    return client.pods().inNamespace(namespace.name()).list().getItems().stream()
        .map(p -> p.getMetadata().getUid())
        .toList();
  }

  private void pod(TestNamespace namespace, String name, OwnerReference... owners) {
    String digest = namespace.get().getStatus().configDigest();
    HasMetadata pod = namespace.create(Forged.pod(name, digest, owners));
    client.resource(Forged.ready((Pod) pod, ADDRESS)).updateStatus();
  }

  private static String digest(StatefulSet set) {
    return set.getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get("natstoken.dev/config-digest");
  }

  private static Resource<Secret> secret(TestNamespace namespace) {
    return namespace.object(Secret.class, TestNamespace.TOKEN_SECRET);
  }

  /** As {@code kubectl replace} does with a saved file. */
  private void restore(TestNamespace namespace, Secret backup) {
    client
        .resource(
            new SecretBuilder(backup)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .withManagedFields(List.of())
                .endMetadata()
                .build())
        .update();
    assertThat(SecretText.of(secret(namespace).get(), "token")).isNotBlank();
  }

  private void awaitLookalikes(TestNamespace namespace, String named) {
    TestNamespace.await("an Event about " + named)
        .untilAsserted(() ->
            assertThat(lookalikes(namespace))
                .anySatisfy(e -> assertThat(e.getMessage()).contains(named)));
  }

  private List<Event> lookalikes(TestNamespace namespace) {
    return events(namespace, "LookalikeIgnored");
  }

  private List<Event> events(TestNamespace namespace, String reason) {
    return namespace.events().stream().filter(e -> reason.equals(e.getReason())).toList();
  }
}
