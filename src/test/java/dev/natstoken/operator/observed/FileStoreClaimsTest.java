package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import dev.natstoken.operator.desired.FileStoreClaim;
import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.outcome.Problem;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreClaimsTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());

  @Test
  void withoutAFileStoreThereAreNone() {
    assertThat(FileStoreClaims.of(OWNER, spec("{}"), Optional.empty(), List.of())).isEmpty();
    assertThat(
            FileStoreClaims.of(
                OWNER,
                spec("{jetstream: {memoryStore: {maxSize: 1Gi}}}"),
                Optional.empty(),
                List.of()))
        .isEmpty();
  }

  @Test
  void aNewSetHasTheWantedSize() {
    FileStoreClaims claims = claims("2Gi", Optional.empty());
    assertThat(claims.inTheSet()).isEqualTo("2Gi");
    assertThat(claims.toBeTold()).isEmpty();
    assertThat(claims.outgrewTheSet()).isFalse();
    assertThat(claims.report().size()).isEqualTo("2Gi");
    assertThat(claims.report().growing()).isEmpty();
  }

  @Test
  void theSizeOfTheSetStaysUntilEveryClaimHasTheWantedOne() {
    FileStoreClaims none =
        claims("2Gi", set("1Gi"), claim(0, "1Gi", "1Gi"), claim(1, "1Gi", "1Gi"));
    assertThat(none.inTheSet()).isEqualTo("1Gi");
    assertThat(none.toBeTold()).hasSize(2);
    FileStoreClaims asked =
        claims("2Gi", set("1Gi"), claim(0, "2Gi", "1Gi"), claim(1, "2Gi", "2Gi"));
    assertThat(asked.toBeTold()).isEmpty();
    assertThat(asked.outgrewTheSet()).isFalse();
    assertThat(asked.report().size()).isEqualTo("2Gi");
    assertThat(asked.report().growing()).isPresent();
    FileStoreClaims grown =
        claims("2Gi", set("1Gi"), claim(0, "2Gi", "2Gi"), claim(1, "2Gi", "3Gi"));
    assertThat(grown.outgrewTheSet()).isTrue();
    assertThat(grown.inTheSet()).isEqualTo("1Gi");
    assertThat(claims("2Gi", set("2Gi"), claim(0, "2Gi", "2Gi")).outgrewTheSet()).isFalse();
    assertThat(claims("2Gi", set("1Gi"), claim(0, "2Gi", "2Gi")).outgrewTheSet())
        .as("while a claim is missing")
        .isFalse();
  }

  @Test
  void sizesAreComparedAsAmountsAndNotAsText() {
    FileStoreClaims same = claims("1024Mi", set("1Gi"), claim(0, "1Gi", "1Gi"));
    assertThat(same.toBeTold()).isEmpty();
    assertThat(same.outgrewTheSet()).isFalse();
    assertThat(same.report().growing()).isEmpty();
    assertThat(claims("1Gi", set("1G"), claim(0, "1G", "1G")).toBeTold()).hasSize(1);
  }

  @Test
  void anUnboundClaimIsWaitedFor() {
    PersistentVolumeClaim unbound =
        new PersistentVolumeClaimBuilder(claim(1, "1Gi", "1Gi"))
            .editStatus()
            .withPhase("Pending")
            .endStatus()
            .build();
    FileStoreClaims claims = claims("2Gi", set("1Gi"), claim(0, "2Gi", "2Gi"), unbound);
    assertThat(claims.toBeTold()).isEmpty();
    assertThat(claims.outgrewTheSet()).isFalse();
  }

  @Test
  void aClaimThatWaitsForARestartOfItsServerIsNamedWithIt() {
    PersistentVolumeClaim waits =
        new PersistentVolumeClaimBuilder(claim(1, "2Gi", "1Gi"))
            .editStatus()
            .addNewCondition()
            .withType("FileSystemResizePending")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    FileStoreClaims claims = claims("2Gi", set("1Gi"), claim(0, "2Gi", "2Gi"), waits);
    assertThat(claims.report().growing().orElseThrow())
        .contains("data-orders-nats-1", "FileSystemResizePending", "delete Pod orders-nats-1,");
    assertThat(claims.infeasible()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ControllerResizeInfeasible",
        "NodeResizeInfeasible",
        "ControllerResizeFailed",
        "NodeResizeFailed"
      })
  void aClaimToWhichTheStorageCannotGiveMoreIsAProblem(String status) {
    PersistentVolumeClaim cannot = infeasible(claim(1, "2Gi", "1Gi"), status);
    FileStoreClaims claims = claims("2Gi", set("1Gi"), claim(0, "2Gi", "2Gi"), cannot);
    assertThat(claims.infeasible().orElseThrow().message())
        .contains("data-orders-nats-1", "2Gi", "pool is full", "Make room", "down to 1Gi");
  }

  @Test
  void aSizeThatCannotBeGivenIsTakenBackToAnyThatTheServersHaveOrMore() {
    PersistentVolumeClaim cannot = infeasible(claim(1, "9Gi", "1Gi"), "NodeResizeInfeasible");
    FileStoreClaims asked = claims("9Gi", set("1Gi"), claim(0, "9Gi", "9Gi"), cannot);
    assertThat(asked.report().size()).isEqualTo("1Gi");

    FileStoreClaims less = claims("2Gi", set("1Gi"), claim(0, "9Gi", "9Gi"), cannot);
    assertThat(less.toBeTold()).containsExactly(cannot);
    FileStoreClaims back = claims("1Gi", set("1Gi"), claim(0, "9Gi", "9Gi"), cannot);
    assertThat(back.toBeTold()).isEmpty();
    assertThat(back.infeasible()).isEmpty();
    assertThat(back.report().growing()).isEmpty();
  }

  @Test
  void aClaimThatIsJustGrowingIsNoProblem() {
    PersistentVolumeClaim growing =
        new PersistentVolumeClaimBuilder(claim(0, "2Gi", "1Gi"))
            .editStatus()
            .addToAllocatedResourceStatuses("storage", "NodeResizeInProgress")
            .endStatus()
            .build();
    FileStoreClaims claims = claims("2Gi", set("1Gi"), growing, claim(1, "2Gi", "2Gi"));
    assertThat(claims.infeasible()).isEmpty();
    assertThat(claims.report().growing().orElseThrow()).doesNotContain("Pod");
  }

  @Test
  void claimsOfAnEarlierSetDecideWithWhatTheNewOneBegins() {
    assertThat(claims("2Gi", Optional.empty(), claim(0, "1Gi", "1Gi")).inTheSet()).isEqualTo("1Gi");
    assertThat(claims("2Gi", Optional.empty(), claim(0, "3Gi", "3Gi")).inTheSet()).isEqualTo("2Gi");
  }

  @Test
  void claimsOfOthersAndOfServersThatAreNotWantedDoNotCount() {
    PersistentVolumeClaim other = claim(0, "1Gi", "1Gi");
    other.getMetadata().setName("backup-orders-nats-0");
    assertThat(claims("2Gi", set("1Gi"), other, claim(2, "1Gi", "1Gi")).toBeTold()).isEmpty();
  }

  /** What is said of a claim to which the storage cannot give more. */
  static Problem storageIsFull() {
    PersistentVolumeClaim cannot = infeasible(claim(0, "2Gi", "1Gi"), "NodeResizeInfeasible");
    return claims("2Gi", set("1Gi"), cannot).infeasible().orElseThrow();
  }

  private static PersistentVolumeClaim infeasible(PersistentVolumeClaim claim, String status) {
    return new PersistentVolumeClaimBuilder(claim)
        .editStatus()
        .addToAllocatedResourceStatuses("storage", status)
        .addNewCondition()
        .withType("ControllerResizeError")
        .withStatus("True")
        .withMessage("pool is full")
        .endCondition()
        .endStatus()
        .build();
  }

  private static FileStoreClaims claims(
      String wanted, Optional<StatefulSet> live, PersistentVolumeClaim... all) {
    NatsTokenAuthSpec spec =
        spec("{replicas: 2, jetstream: {fileStore: {pvc: {size: " + wanted + "}}}}");
    return FileStoreClaims.of(OWNER, spec, live, List.of(all)).orElseThrow();
  }

  private static NatsTokenAuthSpec spec(String spec) {
    return Serialization.unmarshal("spec: " + spec, NatsTokenAuth.class).specOrDefaults();
  }

  private static Optional<StatefulSet> set(String size) {
    return Optional.of(
        new StatefulSetBuilder()
            .withNewSpec()
            .addNewVolumeClaimTemplate()
            .withNewSpec()
            .withNewResources()
            .addToRequests("storage", new Quantity(size))
            .endResources()
            .endSpec()
            .endVolumeClaimTemplate()
            .endSpec()
            .build());
  }

  private static PersistentVolumeClaim claim(int ordinal, String requested, String capacity) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(FileStoreClaim.name(OWNER.names(), ordinal))
        .endMetadata()
        .withNewSpec()
        .withNewResources()
        .addToRequests("storage", new Quantity(requested))
        .endResources()
        .endSpec()
        .withNewStatus()
        .withPhase("Bound")
        .addToCapacity("storage", new Quantity(capacity))
        .endStatus()
        .build();
  }
}
