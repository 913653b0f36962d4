package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Reason;
import dev.natstoken.operator.rotation.Server.Health;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTest {

  private static final String OLD = "orders-nats-old";
  private static final String NEW = "orders-nats-new";

  private final StatefulSet seen = set(2, 2L);

  @Test
  void allWantedPodsReadyOnTheNewestRevisionIsComplete() {
    List<Pod> pods = List.of(pod(0, NEW, true), pod(1, NEW, true));
    Rollout rollout = Rollout.of(seen, pods, 2);
    assertThat(rollout.complete()).isTrue();
    assertThat(rollout.ready()).isEqualTo(pods);
    assertThat(rollout.existing()).isEqualTo(2);
    assertThat(rollout.problem()).isEmpty();
  }

  @Test
  void aPodOfAnOlderRevisionDoesNotCountHoweverReady() {
    Rollout rollout = Rollout.of(seen, List.of(pod(0, OLD, true), pod(1, NEW, true)), 2);
    assertThat(rollout.complete()).isFalse();
    assertThat(names(rollout)).containsExactly("orders-nats-1");
  }

  @Test
  void serversBelowThePartitionCountWhereTheyAreToStayAsTheyAre() {
    StatefulSet half =
        seen.edit()
            .editSpec()
            .withNewUpdateStrategy()
            .withNewRollingUpdate()
            .withPartition(1)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec()
            .build();
    List<Pod> pods = List.of(pod(0, OLD, true), pod(1, NEW, true));
    assertThat(Rollout.of(half, pods, 2).complete()).isTrue();
    assertThat(Rollout.toAll(half, pods, 2).complete()).isFalse();
    assertThat(names(Rollout.toAll(half, pods, 2))).containsExactly("orders-nats-1");
  }

  @Test
  void aPodThatGoesIsOnItsWayUntilItShouldHaveBeenGoneForMinutes() {
    Pod leaving =
        pod(0, NEW, true)
            .edit()
            .editMetadata()
            .withDeletionTimestamp("2026-01-02T03:04:05Z")
            .endMetadata()
            .build();
    assertThat(Rollout.health(leaving, Instant.parse("2026-01-02T03:06:05Z")))
        .isEqualTo(Health.STARTING);
    assertThat(Rollout.health(leaving, Instant.parse("2026-01-02T03:06:06Z")))
        .isEqualTo(Health.FAILING);
  }

  @Test
  void aPodThatIsNotReadyDoesNotCount() {
    Rollout rollout = Rollout.of(seen, List.of(pod(0, NEW, false), pod(1, NEW, true)), 2);
    assertThat(rollout.complete()).isFalse();
    assertThat(names(rollout)).containsExactly("orders-nats-1");
  }

  @Test
  void aPodThatIsAboutToGoDoesNotCountAndKeepsTheRolloutOpen() {
    Pod leaving =
        pod(2, NEW, true)
            .edit()
            .editMetadata()
            .withDeletionTimestamp("2026-01-02T03:04:05Z")
            .endMetadata()
            .build();
    Rollout rollout = Rollout.of(seen, List.of(pod(0, NEW, true), pod(1, NEW, true), leaving), 2);
    assertThat(names(rollout)).containsExactly("orders-nats-0", "orders-nats-1");
    assertThat(rollout.complete()).isFalse();
    assertThat(rollout.existing()).isEqualTo(3);
  }

  @Test
  void aPodWithoutAnAddressOrAStatusIsNotReady() {
    Pod noAddress = pod(0, NEW, true).edit().editStatus().withPodIP(null).endStatus().build();
    Pod noStatus = pod(1, NEW, true).edit().withStatus(null).build();
    Rollout rollout = Rollout.of(seen, List.of(noAddress, noStatus), 2);
    assertThat(rollout.ready()).isEmpty();
    assertThat(rollout.problem()).isEmpty();
  }

  @Test
  void nothingIsKnownWhileTheControllerHasNotSeenTheNewestSpec() {
    List<Pod> pods = List.of(pod(0, NEW, true), pod(1, NEW, true));
    StatefulSet without = seen.edit().withStatus(null).build();
    for (StatefulSet unseen : List.of(set(3, 2L), set(2, null), without)) {
      Rollout rollout = Rollout.of(unseen, pods, 2);
      assertThat(rollout.complete()).isFalse();
      assertThat(rollout.ready()).isEmpty();
      assertThat(rollout.existing()).isEqualTo(2);
    }
  }

  @Test
  void meanwhileReadyServersCountByTheConfigurationThatTheyHave() {
    StatefulSet unseen = set(3, 2L);
    Pod first = pod(0, NEW, true);
    assertThat(Rollout.of(seen, List.of(first), 1).unseen()).isEmpty();
    assertThat(Rollout.of(unseen, List.of(first, pod(1, NEW, true)), 1).unseen()).hasValue(1);
    assertThat(Rollout.of(unseen, List.of(first, pod(1, OLD, true)), 2).unseen()).hasValue(1);
    assertThat(Rollout.of(unseen, List.of(first, pod(1, NEW, false)), 2).unseen()).hasValue(1);
  }

  @Test
  void tooFewAndTooManyPodsAreNotComplete() {
    List<Pod> pods = List.of(pod(0, NEW, true), pod(1, NEW, true));
    assertThat(Rollout.of(seen, pods, 3).complete()).isFalse();
    assertThat(Rollout.of(seen, pods, 1).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CrashLoopBackOff"})
  void aPodThatWillNotStartByItselfIsAProblemThatNamesPodAndReason(String reason) {
    Rollout rollout = Rollout.of(seen, List.of(pod(0, OLD, true), waiting(reason)), 2);
    assertThat(rollout.problem())
        .hasValueSatisfying(p -> {
          assertThat(p.reason()).isEqualTo(Reason.PodsFailing);
          assertThat(p.message()).contains("orders-nats-1", reason);
        });
  }

  @Test
  void whyTheNodeCannotMakeAContainerIsPassedOn() {
    Pod pod =
        waiting("CreateContainerConfigError")
            .edit()
            .editStatus()
            .editFirstContainerStatus()
            .editState()
            .editWaiting()
            .withMessage("container has runAsNonRoot and image will run as root")
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(Rollout.of(seen, List.of(pod), 2).problem())
        .hasValueSatisfying(p -> assertThat(p.message()).contains("run as root", "spec.pod"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ContainerCreating", "PodInitializing", "ErrImagePull"})
  void aPodThatIsStillStartingIsNoProblem(String reason) {
    assertThat(Rollout.of(seen, List.of(waiting(reason)), 2).problem()).isEmpty();
  }

  static Stream<Problem> failures() {
    return Stream.of("ImagePullBackOff", "CrashLoopBackOff", "CreateContainerConfigError")
        .map(reason -> Rollout.of(set(2, 2L), List.of(waiting(reason)), 2).problem().orElseThrow());
  }

  @Test
  void anExporterThatDoesNotStartIsNotLookedForInTheImageOfTheServer() {
    for (String reason : List.of("ImagePullBackOff", "CrashLoopBackOff")) {
      String message =
          Rollout.of(seen, List.of(waiting("exporter", reason)), 2)
              .problem()
              .orElseThrow()
              .message();
      assertThat(message).contains(reason + " of its exporter").doesNotContain("spec.version");
    }
  }

  @Test
  void aPodThatIsAboutToGoIsNoProblem() {
    Pod leaving =
        waiting("CrashLoopBackOff")
            .edit()
            .editMetadata()
            .withDeletionTimestamp("2026-01-02T03:04:05Z")
            .endMetadata()
            .build();
    assertThat(Rollout.of(seen, List.of(leaving), 2).problem()).isEmpty();
  }

  private static List<String> names(Rollout rollout) {
    return rollout.ready().stream().map(p -> p.getMetadata().getName()).toList();
  }

  private static StatefulSet set(long generation, Long observedGeneration) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("orders-nats")
        .withGeneration(generation)
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .addToAnnotations(Labels.CONFIG_DIGEST, "sha256:new")
        .endMetadata()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(observedGeneration)
        .withUpdateRevision(NEW)
        .endStatus()
        .build();
  }

  private static Pod pod(int ordinal, String revision, boolean ready) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-nats-" + ordinal)
        .addToLabels("controller-revision-hash", revision)
        .addToAnnotations(Labels.CONFIG_DIGEST, revision.equals(NEW) ? "sha256:new" : "sha256:old")
        .endMetadata()
        .withNewStatus()
        .withPodIP("10.0.0." + ordinal)
        .addNewCondition()
        .withType("Initialized")
        .withStatus("True")
        .endCondition()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod waiting(String reason) {
    return waiting("nats", reason);
  }

  private static Pod waiting(String container, String reason) {
    return pod(1, NEW, false)
        .edit()
        .editStatus()
        .addNewContainerStatus()
        .withName(container)
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .endWaiting()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
