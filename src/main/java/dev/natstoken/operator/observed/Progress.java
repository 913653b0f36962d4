package dev.natstoken.operator.observed;

import dev.natstoken.operator.desired.Owner;
import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.OverlapRules;
import dev.natstoken.operator.rotation.Pending;
import dev.natstoken.operator.rotation.Phase;
import dev.natstoken.operator.rotation.SetView;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How far the token is, as the status will tell it.
 *
 * @param over whether the overlap is over
 * @param now when it is told
 */
public record Progress(
    TokenState state, Wish wish, SetView set, Stragglers stragglers, boolean over, Instant now) {

  public Observation.Token token(Owner owner) {
    return new Observation.Token(
        owner.names().tokenSecret(),
        state.generation(),
        state.createdAt(),
        state.cause(),
        wish.schedule().map(s -> s.next(state, owner.uid(), now).truncatedTo(ChronoUnit.SECONDS)));
  }

  public Optional<Observation.Rotation> rotation() {
    return Phase.of(state, Optional.of(set), over).map(this::in);
  }

  private Observation.Rotation in(Phase phase) {
    return new Observation.Rotation(
        phase,
        state.pending().map(Pending::cause).orElse(state.cause()),
        state.overlap().map(Overlap::previousGeneration).orElse(state.generation()),
        state.targetGeneration(),
        state.overlap().flatMap(Overlap::startedAt).map(since -> OverlapRules.endsAt(since, wish)),
        stragglers.count(),
        stragglers.some(),
        wish.surges(),
        set.servers().stream().anyMatch(s -> s.serves(state)));
  }

  /** Servers that are ready on the newest configuration; in a rotation with whichever token. */
  public int ready(Rollout rollout) {
    return state.rotating() ? (int) set.ready() : rollout.unseen().orElse(rollout.ready().size());
  }
}
