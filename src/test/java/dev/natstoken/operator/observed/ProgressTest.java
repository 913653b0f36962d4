package dev.natstoken.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.nats.probe.ClientConnection;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.rotation.Cause;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.rotation.Schedule;
import dev.natstoken.operator.rotation.Server;
import dev.natstoken.operator.rotation.Server.Health;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import dev.natstoken.operator.rotation.Wish.WantedServers;
import dev.natstoken.operator.rotation.Wish.WantedToken;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final Owner OWNER = new Owner("shop", "orders", "uid-1", Map.of());
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = CREATED.plusSeconds(60);
  private static final Duration OVERLAP = Duration.ofMinutes(10);
  private static final TokenState IDLE = state(Optional.empty(), Optional.empty());
  private static final TokenState PREPARING =
      state(
          Optional.of(new Pending(Token.of("next"), Cause.Requested, Optional.empty())),
          Optional.empty());
  private static final TokenState OVERLAPPING =
      state(
          Optional.empty(),
          Optional.of(new Overlap(6, Optional.of(Token.of("former")), 1, Optional.of(CREATED))));

  @Test
  void tellsOfTheTokenWithoutItsValueAndWhenTheNextOneComes() {
    assertThat(progress(IDLE).token(OWNER))
        .returns("orders-nats-token", Observation.Token::secretName)
        .returns(7L, Observation.Token::generation)
        .returns(CREATED, Observation.Token::createdAt)
        .returns(Cause.Created, Observation.Token::reason)
        .satisfies(token -> assertThat(token.nextRotationAt().orElseThrow()).isAfter(NOW));
  }

  @Test
  void withoutARotationThereIsNoneToTellOf() {
    assertThat(progress(IDLE).rotation()).isEmpty();
  }

  @Test
  void beforeTheNewTokenIsPublishedItTellsWhyItComes() {
    assertThat(progress(PREPARING).rotation())
        .hasValueSatisfying(rotation -> {
          assertThat(rotation.reason()).isEqualTo(Cause.Requested);
          assertThat(rotation.fromGeneration()).isEqualTo(7);
          assertThat(rotation.toGeneration()).isEqualTo(8);
          assertThat(rotation.overlapEndsAt()).isEmpty();
        });
  }

  @Test
  void afterwardsItTellsWhenTheFormerOneEndsAndWhoStillHasIt() {
    assertThat(progress(OVERLAPPING).rotation())
        .hasValueSatisfying(rotation -> {
          assertThat(rotation.phase()).isEqualTo(Phase.Overlap);
          assertThat(rotation.fromGeneration()).isEqualTo(6);
          assertThat(rotation.toGeneration()).isEqualTo(7);
          assertThat(rotation.overlapEndsAt()).contains(CREATED.plus(OVERLAP));
          assertThat(rotation.previousConnections()).hasValue(1);
          assertThat(rotation.stragglers()).extracting(s -> s.client().name()).contains("billing");
        });
  }

  @Test
  void thePublishedTokenGetsInWhereAProvedServerHasIt() {
    assertThat(progress(OVERLAPPING, server(0, false, true)).rotation().orElseThrow().serving())
        .isFalse();
    assertThat(
            progress(OVERLAPPING, server(0, false, true), server(1, true, true))
                .rotation()
                .orElseThrow()
                .serving())
        .isTrue();
  }

  @Test
  void inARotationAServerCountsWithWhicheverToken() {
    Rollout rollout = rollout(1, OptionalInt.empty());
    Server[] both = {server(0, false, true), server(1, true, true)};
    assertThat(progress(OVERLAPPING, both).ready(rollout)).isEqualTo(2);
    assertThat(progress(IDLE, both).ready(rollout)).isEqualTo(1);
  }

  @Test
  void whileTheSetIsUnseenThoseWithItsConfigurationCount() {
    assertThat(progress(IDLE).ready(rollout(0, OptionalInt.of(2)))).isEqualTo(2);
  }

  private static Progress progress(TokenState state, Server... servers) {
    Wish wish =
        new Wish(
            new WantedServers(2, false, false),
            new WantedToken(
                OVERLAP,
                Optional.of(new Schedule(Duration.ofDays(30), Optional.empty())),
                Optional.empty(),
                Optional.empty()));
    Stragglers stragglers =
        new Stragglers(
            OptionalInt.of(1),
            List.of(
                new Straggler(
                    new ClientConnection("billing", "10.0.0.9", "go", "1"), Optional.empty())));
    SetView set = new SetView(2, 1, true, false, List.of(servers));
    return new Progress(state, wish, set, stragglers, false, NOW);
  }

  private static TokenState state(Optional<Pending> pending, Optional<Overlap> overlap) {
    return new TokenState(
        Token.of("published"), 7, CREATED, Cause.Created, Optional.empty(), pending, overlap);
  }

  private static Server server(int ordinal, boolean onTarget, boolean proved) {
    return new Server(ordinal, onTarget, onTarget, Health.READY, proved);
  }

  private static Rollout rollout(int ready, OptionalInt unseen) {
    List<Pod> pods = Collections.nCopies(ready, new Pod());
    return new Rollout(2, pods, false, false, false, unseen, Optional.empty());
  }
}
