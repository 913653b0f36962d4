package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.outcome.Proof;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.Server;
import dev.natstoken.operator.rotation.TokenState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenServersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Proof SILENT = new Proof.Unreachable("silent");
  private static final Proof FULL = new Proof.Inconclusive("full");
  private static final Proof STRANGE = new Proof.Withheld("strange");
  private static final TokenState IDLE = state(Optional.empty(), Optional.empty());
  private static final TokenState PREPARING =
      state(
          Optional.of(new Pending(Token.of("next"), Cause.Requested, Optional.empty())),
          Optional.empty());
  private static final TokenState SPLITTING =
      state(Optional.empty(), Optional.of(new Overlap(1, Optional.empty(), 1, Optional.empty())));
  private static final TokenState OVERLAPPING =
      state(Optional.empty(), Optional.of(new Overlap(1, Optional.empty(), 1, Optional.of(NOW))));

  @Test
  void inARotationSilenceOfASetThatAnswersElsewhereProvesNothing() {
    for (TokenState publishing : List.of(PREPARING, SPLITTING)) {
      assertThat(proved(publishing, false, new Proof.Proved(), SILENT))
          .containsExactly(true, false);
      assertThat(proved(publishing, false, new Proof.Proved(), FULL)).containsExactly(true, false);
      assertThat(proved(publishing, false, FULL, FULL)).containsExactly(false, false);
    }
  }

  @Test
  void norDoesSilenceOfASetThatAnsweredBefore() {
    assertThat(proved(PREPARING, true, SILENT, SILENT)).containsExactly(false, false);
  }

  @Test
  void whereNobodyWasEverReachedReadinessHasToDo() {
    assertThat(proved(PREPARING, false, SILENT, SILENT)).containsExactly(true, true);
  }

  @Test
  void aCertificateThatNothingVouchesForHoldsNoRotationUp() {
    assertThat(proved(PREPARING, true, STRANGE, new Proof.Proved())).containsExactly(true, true);
  }

  @Test
  void whenAllIsPublishedReadinessHasToDo() {
    for (TokenState published : List.of(IDLE, OVERLAPPING)) {
      assertThat(proved(published, true, SILENT, FULL)).containsExactly(true, true);
    }
  }

  @Test
  void namesThePodsThatARollWaitsFor() {
    SeenServers seen = SeenServers.unasked(List.of(pod("a-1"), pod("a-0")), NOW, false);
    assertThat(seen.logins(Rollout.NONE)).isEqualTo(new Proof.Pending(List.of("a-0", "a-1")));
  }

  private static List<Boolean> proved(
      TokenState state, boolean reachedBefore, Proof first, Proof second) {
    StatefulSet set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withGeneration(1L)
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .withNewTemplate()
            .endTemplate()
            .endSpec()
            .build();
    return SeenServers.unasked(List.of(pod("a-0"), pod("a-1")), NOW, reachedBefore)
        .answered(List.of(), Map.of("a-0", first, "a-1", second))
        .view(set, state, new Configurations(List.of(), Set.of(), new VerifiedHashes()))
        .servers()
        .stream()
        .map(Server::proved)
        .toList();
  }

  private static TokenState state(Optional<Pending> pending, Optional<Overlap> overlap) {
    return new TokenState(
        Token.of("published"), 1, NOW, Cause.Created, Optional.empty(), pending, overlap);
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Map.of("controller-revision-hash", "a"))
        .endMetadata()
        .build();
  }
}
