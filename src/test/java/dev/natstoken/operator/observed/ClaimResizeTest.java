package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimResizeTest {

  private static final PersistentVolumeClaim FINE = claim("data-orders-nats-0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ControllerResizeInfeasible",
        "NodeResizeInfeasible",
        "ControllerResizeFailed",
        "NodeResizeFailed"
      })
  void aClaimThatTheStorageCannotServeIsAProblemThatNamesIt(String status) {
    PersistentVolumeClaim claim = resizing("data-orders-nats-1", status);
    assertThat(ClaimResize.infeasible(claims(FINE, claim)))
        .hasValueSatisfying(problem -> {
          assertThat(problem.reason()).isEqualTo(Reason.ClaimsCannotGrow);
          assertThat(problem.message())
              .contains("data-orders-nats-1 cannot grow to 2Gi", status, "Make room");
        });
  }

  @Test
  void whatTheDriverSaysOfItIsTold() {
    PersistentVolumeClaim claim = resizing("data-orders-nats-0", "ControllerResizeInfeasible");
    claim
        .getStatus()
        .setConditions(
            List.of(
                new PersistentVolumeClaimConditionBuilder().withType("Resizing").build(),
                new PersistentVolumeClaimConditionBuilder()
                    .withType("ControllerResizeError")
                    .withMessage("pool is full")
                    .build()));
    assertThat(ClaimResize.infeasible(claims(claim)))
        .hasValueSatisfying(problem -> assertThat(problem.message()).contains("pool is full"));
  }

  @Test
  void aClaimThatIsStillBeingServedIsNoProblem() {
    PersistentVolumeClaim claim = resizing("data-orders-nats-0", "ControllerResizeInProgress");
    assertThat(ClaimResize.infeasible(claims(FINE, claim))).isEmpty();
    PersistentVolumeClaim unseen =
        new PersistentVolumeClaimBuilder().withNewMetadata().withName("new").endMetadata().build();
    assertThat(ClaimResize.infeasible(claims(unseen))).isEmpty();
    assertThat(ClaimResize.waiting(List.of(unseen))).isEmpty();
  }

  @Test
  void aVolumeThatGrewWithoutItsFileSystemNamesTheServerToRestart() {
    assertThat(ClaimResize.waiting(List.of(FINE, waiting("data-orders-nats-2", "True"))))
        .hasValueSatisfying(
            note -> assertThat(note).contains("data-orders-nats-2", "delete Pod orders-nats-2"));
  }

  @Test
  void oneThatDoesNotWaitAnyMoreIsNotTold() {
    assertThat(ClaimResize.waiting(List.of(waiting("data-orders-nats-2", "False")))).isEmpty();
    assertThat(ClaimResize.waiting(List.of(waiting("backup", "True")))).isEmpty();
  }

  /** Beside a wish for 2Gi. */
  private static FileStoreClaims claims(PersistentVolumeClaim... claims) {
    return new FileStoreClaims("2Gi", "1Gi", claims.length, List.of(claims));
  }

  private static PersistentVolumeClaim claim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .endStatus()
        .build();
  }

  private static PersistentVolumeClaim resizing(String name, String status) {
    return claim(name)
        .edit()
        .editStatus()
        .addToAllocatedResourceStatuses("storage", status)
        .endStatus()
        .build();
  }

  private static PersistentVolumeClaim waiting(String name, String status) {
    return claim(name)
        .edit()
        .editStatus()
        .addNewCondition()
        .withType("FileSystemResizePending")
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }
}
