package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {

  private static final Owner OWNER = new Owner("shop", "orders", "resource-uid", Map.of());
  private static final Ownership OWNERSHIP = new Ownership(OWNER, Optional.of("set-uid"));
  private static final Ownership WITHOUT_A_SET = new Ownership(OWNER, Optional.empty());

  private static final OwnerReference RESOURCE =
      controller("natstoken.dev/v1alpha1", "NatsTokenAuth", "orders", "resource-uid");
  private static final OwnerReference SET =
      controller("apps/v1", "StatefulSet", "orders-nats", "set-uid");
  private static final OwnerReference FORMER_SET =
      controller("apps/v1", "StatefulSet", "orders-nats", "former-uid");
  private static final OwnerReference SOMEBODY = controller("batch/v1", "Job", "orders-nats", "x");

  @ParameterizedTest
  @ValueSource(strings = {"orders-nats-0", "orders-nats-7", "orders-nats-63"})
  void aPodOfTheLiveSetIsAServer(String name) {
    assertThat(OWNERSHIP.counts(pod(name, SET))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil-7", "orders-nats-look", "orders-nats-07", "orders-nats-00", "orders-nats--1",
        "orders-nats-+1", "orders-nats-1-2", "orders-nats-", "orders-nats", "orders-nats-1a",
        "orders-nats-99999999999", "orders-natsx-1", "x-orders-nats-1", "orders-nats-١"
      })
  void anotherNameIsNoneOfAServer(String name) {
    assertThat(OWNERSHIP.counts(pod(name, SET))).isFalse();
    assertThat(OWNERSHIP.isLookalike(pod(name, SET))).isTrue();
    assertThat(Rollout.ordinal(pod(name, SET))).isNotNegative();
  }

  @Test
  void onlyTheControllerCounts() {
    OwnerReference noController = new OwnerReferenceBuilder(SET).withController(null).build();
    OwnerReference notTheController = new OwnerReferenceBuilder(SET).withController(false).build();
    for (OwnerReference[] owners :
        new OwnerReference[][] {
          {},
          {noController},
          {notTheController},
          {RESOURCE},
          {SOMEBODY},
          {FORMER_SET},
          {SOMEBODY, noController}
        }) {
      assertThat(OWNERSHIP.counts(pod("orders-nats-0", owners))).isFalse();
    }
  }

  @Test
  void withoutALiveSetNoPodCounts() {
    assertThat(WITHOUT_A_SET.counts(pod("orders-nats-0", SET))).isFalse();
  }

  @Test
  void aPodThatTheSetWillTakeUpIsNoLookalike() {
    for (OwnerReference[] owners : new OwnerReference[][] {{}, {FORMER_SET}}) {
      Pod orphan = pod("orders-nats-0", owners);
      assertThat(OWNERSHIP.isAdoptable(orphan)).isTrue();
      assertThat(OWNERSHIP.isLookalike(orphan)).isFalse();
      assertThat(WITHOUT_A_SET.isLookalike(orphan)).isFalse();
    }
    assertThat(WITHOUT_A_SET.isLookalike(pod("orders-nats-0", SET))).isFalse();
    assertThat(OWNERSHIP.isAdoptable(pod("orders-nats-0", SOMEBODY))).isFalse();
    assertThat(OWNERSHIP.isLookalike(pod("orders-nats-0", SOMEBODY))).isTrue();
    Pod otherLabels =
        new PodBuilder(pod("orders-nats-0"))
            .editMetadata()
            .removeFromLabels("app.kubernetes.io/name")
            .endMetadata()
            .build();
    assertThat(OWNERSHIP.isLookalike(otherLabels)).isTrue();
  }

  static Stream<HasMetadata> ours() {
    return Stream.of(
        map("orders-nats-config-0123456789", RESOURCE),
        map("orders-nats-auth", RESOURCE),
        new SecretBuilder().withMetadata(metadata("orders-nats-token", RESOURCE)).build(),
        new SecretBuilder().withMetadata(metadata("orders-nats-routes", RESOURCE)).build(),
        new ServiceBuilder().withMetadata(metadata("orders-nats", RESOURCE)).build(),
        new ServiceBuilder().withMetadata(metadata("orders-nats-headless", RESOURCE)).build(),
        new StatefulSetBuilder().withMetadata(metadata("orders-nats", RESOURCE)).build(),
        new NetworkPolicyBuilder().withMetadata(metadata("orders-nats", RESOURCE)).build(),
        new PodDisruptionBudgetBuilder().withMetadata(metadata("orders-nats", RESOURCE)).build());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void anObjectCountsByItsControllerAndItsName(HasMetadata object) {
    assertThat(OWNERSHIP.counts(object)).isTrue();
    object.getMetadata().setName("orders-nats-other");
    assertThat(OWNERSHIP.counts(object)).isFalse();
    assertThat(OWNERSHIP.isLookalike(object)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ours")
  void anObjectOfSomebodyElseIsALookalikeUntilItGoes(HasMetadata object) {
    object.getMetadata().getOwnerReferences().set(0, SOMEBODY);
    assertThat(OWNERSHIP.counts(object)).isFalse();
    assertThat(OWNERSHIP.isLookalike(object)).isTrue();
    object.getMetadata().setDeletionTimestamp("2026-01-02T03:04:05Z");
    assertThat(OWNERSHIP.isLookalike(object)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("ours")
  void whatADeletedNamesakeLeftWaitsForTheGarbageCollector(HasMetadata object) {
    object.getMetadata().getOwnerReferences().get(0).setUid("deleted-uid");
    assertThat(OWNERSHIP.counts(object)).isFalse();
    assertThat(OWNERSHIP.isLookalike(object)).isFalse();
  }

  @Test
  void onlyTheTokenSecretAndTheBlockOfAttachedServersMayHaveOutlivedTheirOwner() {
    assertThat(OWNERSHIP.counts(map("orders-nats-auth"))).isTrue();
    assertThat(OWNERSHIP.counts(map("orders-nats-config-0123456789"))).isFalse();
    assertThat(
            OWNERSHIP.counts(
                new SecretBuilder().withMetadata(metadata("orders-nats-token")).build()))
        .isTrue();
    assertThat(
            OWNERSHIP.counts(
                new SecretBuilder().withMetadata(metadata("orders-nats-routes")).build()))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders-nats-config-",
        "orders-nats-config-012345678",
        "orders-nats-config-012345678G",
        "orders-nats-config-01234567890",
        "other-nats-config-0123456789"
      })
  void aConfigurationIsNamedByItsContent(String name) {
    assertThat(OWNERSHIP.counts(map(name, RESOURCE))).isFalse();
  }

  @Test
  void aConfigurationIsNotMarkedWithTheDigestOfAnother() {
    ConfigMap map = map("orders-nats-config-0123456789", RESOURCE);
    map.getMetadata()
        .setAnnotations(Map.of(Labels.CONFIG_DIGEST, "sha256:" + "0123456789abcdef".repeat(4)));
    assertThat(OWNERSHIP.counts(map)).isTrue();
    map.getMetadata().setAnnotations(Map.of(Labels.CONFIG_DIGEST, "sha256:" + "ab".repeat(32)));
    assertThat(OWNERSHIP.counts(map)).isFalse();
    map.getMetadata().setAnnotations(Map.of(Labels.CONFIG_DIGEST, "sha256:"));
    assertThat(OWNERSHIP.counts(map)).isTrue();
  }

  @Test
  void aClaimCountsByItsNameUnlessSomethingElseControlsIt() {
    OwnerReference server = controller("v1", "Pod", "orders-nats-2", "p");
    OwnerReference another = controller("v1", "Pod", "orders-nats-1", "p");
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2"))).isTrue();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2", SET))).isTrue();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2", FORMER_SET))).isTrue();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2", server))).isTrue();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2", another))).isFalse();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-2", SOMEBODY))).isFalse();
    assertThat(OWNERSHIP.counts(claim("data-orders-nats-02"))).isFalse();
    assertThat(OWNERSHIP.counts(claim("store-orders-nats-2"))).isFalse();
    assertThat(OWNERSHIP.counts(claim("data-others-nats-2"))).isFalse();
  }

  private static Pod pod(String name, OwnerReference... owners) {
    return new PodBuilder().withMetadata(metadata(name, owners)).build();
  }

  private static ConfigMap map(String name, OwnerReference... owners) {
    return new ConfigMapBuilder().withMetadata(metadata(name, owners)).build();
  }

  private static HasMetadata claim(String name, OwnerReference... owners) {
    return new PersistentVolumeClaimBuilder().withMetadata(metadata(name, owners)).build();
  }

  private static ObjectMeta metadata(String name, OwnerReference... owners) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withLabels(Labels.of("orders"))
        .withOwnerReferences(owners)
        .build();
  }

  private static OwnerReference controller(
      String apiVersion, String kind, String name, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .build();
  }
}
