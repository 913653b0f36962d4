package dev.natstoken.operator.attached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.Labels;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.outcome.Problem;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.outcome.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachedRollTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NEW = "sha256:new";
  private static final String OLD = "sha256:old";
  private static final Proof PROVED = new Proof.Proved();
  private static final Problem WRONG = new Problem(Reason.NameConflict, "a rival");

  @Test
  void isSettledWhenEachServerHasTheBlockAndWasSeenToKeepIt() {
    AttachedRoll roll = roll(rolling(0), List.of(pod(0, NEW, "b"), pod(1, NEW, "b")), PROVED);
    assertThat(roll)
        .returns(true, AttachedRoll::complete)
        .returns(true, AttachedRoll::settled)
        .returns(2, AttachedRoll::ready)
        .returns(PROVED, AttachedRoll::proof)
        .returns(Optional.empty(), r -> r.problem(true, NOW));
  }

  @Test
  void isNeitherCompleteNorProvedWhileAServerHasAnEarlierBlock() {
    AttachedRoll roll = roll(rolling(0), List.of(pod(0, OLD, "b"), pod(1, NEW, "b")), PROVED);
    assertThat(roll)
        .returns(false, AttachedRoll::complete)
        .returns(false, AttachedRoll::settled)
        .returns(1, AttachedRoll::ready)
        .returns(new Proof.Pending(), AttachedRoll::proof)
        .returns(Optional.empty(), r -> r.problem(true, NOW));
  }

  @Test
  void isNotSettledBeforeTheLoginsAreSeen() {
    List<Pod> pods = List.of(pod(0, NEW, "b"), pod(1, NEW, "b"));
    assertThat(roll(rolling(0), pods, new Proof.Failed("refuses")).settled()).isFalse();
    assertThat(roll(rolling(0), pods, new Proof.Unreachable("silent")).settled()).isTrue();
  }

  @Test
  void saysWhereToLookWhenTheLoginFailsOrTheTokenWasWithheld() {
    List<Pod> pods = List.of(pod(0, NEW, "b"), pod(1, NEW, "b"));
    assertThat(roll(rolling(0), pods, new Proof.Failed("refuses")).proof())
        .asString()
        .contains("refuses. Something else in its configuration decides");
    assertThat(roll(rolling(0), pods, new Proof.Withheld("unknown authority")).proof())
        .asString()
        .contains("unknown authority, so the operator did not show it the token");
  }

  @Test
  void isNeverSettledWithAConfigurationThatDoesNotAskForTheToken() {
    List<Pod> pods = List.of(pod(0, NEW, "b"), pod(1, NEW, "b"));
    AttachedRoll wrong = roll(rolling(0), pods, PROVED, Optional.of(WRONG));
    assertThat(wrong.complete()).isTrue();
    assertThat(wrong.settled()).isFalse();
    assertThat(wrong.problem(false, NOW)).contains(WRONG);
  }

  @Test
  void aSetThatWaitsForSomebodyToDeleteItsPodsIsAProblemWhileSomeHaveAnEarlierBlock() {
    AttachedRoll roll = roll(onDelete(), List.of(pod(0, OLD, "a"), pod(1, NEW, "b")), PROVED);
    assertThat(roll.problem(false, NOW))
        .hasValueSatisfying(p -> assertThat(p.message()).contains("delete its pods one by one"));
  }

  @Test
  void aPartitionIsAProblemOnlyOnceTheServersAboveItAreThere() {
    List<Pod> there = List.of(pod(0, OLD, "a"), pod(1, NEW, "b"));
    assertThat(roll(rolling(1), there, PROVED).problem(false, NOW))
        .hasValueSatisfying(p -> assertThat(p.message()).contains("lower it to 0"));
    List<Pod> underWay = List.of(pod(0, OLD, "a"), pod(1, OLD, "a"));
    assertThat(roll(rolling(1), underWay, PROVED).problem(false, NOW)).isEmpty();
  }

  @Test
  void whatKeepsLaterTokensBackIsAProblemOnlyWhenOneIsDue() {
    AttachedRoll roll = roll(onDelete(), List.of(pod(0, NEW, "b"), pod(1, NEW, "b")), PROVED);
    assertThat(roll.problem(false, NOW)).isEmpty();
    assertThat(roll.settled()).isFalse();
    assertThat(roll.problem(true, NOW))
        .hasValueSatisfying(p -> assertThat(p.message()).contains("no other token is published"));
  }

  private static AttachedRoll roll(StatefulSet set, List<Pod> pods, Proof first) {
    return roll(set, pods, first, Optional.empty());
  }

  /** The second server is proved. */
  private static AttachedRoll roll(
      StatefulSet set, List<Pod> pods, Proof first, Optional<Problem> wrong) {
    List<Expectation> asked =
        pods.stream()
            .map(p ->
                new Expectation(
                    p, Optional.empty(), Optional.of(Token.of("token")), Optional.empty(), ""))
            .toList();
    SeenServers seen =
        SeenServers.unasked(pods, NOW, true)
            .answered(asked, Map.of("nats-0", first, "nats-1", PROVED));
    return AttachedRoll.of(new AttachedServers(set, pods, List.of()), seen, NEW, wrong);
  }

  private static StatefulSet rolling(int partition) {
    return set("RollingUpdate", partition);
  }

  private static StatefulSet onDelete() {
    return set("OnDelete", null);
  }

  private static StatefulSet set(String strategy, Integer partition) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("nats")
        .withGeneration(2L)
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewUpdateStrategy()
        .withType(strategy)
        .withNewRollingUpdate()
        .withPartition(partition)
        .endRollingUpdate()
        .endUpdateStrategy()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(2L)
        .withUpdateRevision("b")
        .withCurrentRevision("a")
        .endStatus()
        .build();
  }

  private static Pod pod(int ordinal, String digest, String revision) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("nats-" + ordinal)
        .addToLabels("controller-revision-hash", revision)
        .addToAnnotations(Labels.CONFIG_DIGEST, digest)
        .endMetadata()
        .withNewStatus()
        .withPodIP("10.0.0." + ordinal)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }
}
