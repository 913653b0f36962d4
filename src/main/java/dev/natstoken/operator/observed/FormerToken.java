package dev.natstoken.operator.observed;

import dev.natstoken.operator.rotation.Overlap;
import dev.natstoken.operator.rotation.OverlapRules;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Servers that let in a token that should not work any more.
 *
 * <ol>
 *   <li>A discarded token is one at once.
 *   <li>A former token is one a minute after its time, which an ordinary roll may take: after the
 *       end of the overlap, or, where there was none, after the next token was published.
 *   <li>A pod that never had an address has let in nobody.
 * </ol>
 *
 * @param discarded whether it leaked, as far as anybody can tell
 * @param since when it should have ended
 * @param pods names of the servers, in order
 */
public record FormerToken(boolean discarded, Instant since, List<String> pods) {

  /** How long the servers of an ordinary roll may take to go over. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int MOST_NAMED = 5;

  public static Optional<FormerToken> of(
      SeenServers servers, TokenState state, Wish wish, Configurations configurations) {
    Optional<Instant> end = end(state, wish);
    Instant now = servers.now();
    if (end.isEmpty() || (!state.revokes() && end.get().plus(PATIENCE).isAfter(now))) {
      return Optional.empty();
    }
    List<String> pods =
        servers.pods().stream()
            .filter(p -> p.getStatus() != null && p.getStatus().getPodIP() != null)
            .filter(p ->
                !configurations.letsIn(Configurations.digest(p.getMetadata()), state.published()))
            .sorted(Comparator.comparingInt(Rollout::ordinal))
            .map(Pod::getMetadata)
            .map(m -> m.getName())
            .toList();
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(new FormerToken(state.revokes(), end.get(), pods));
  }

  private static Optional<Instant> end(TokenState state, Wish wish) {
    if (!state.rotating()) {
      return Optional.of(state.createdAt());
    }
    return state
        .overlap()
        .flatMap(Overlap::startedAt)
        .map(since -> OverlapRules.endsAt(since, wish));
  }

  /** Which servers these are, for a message. */
  public String named() {
    return pods.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (pods.size() > MOST_NAMED ? " and " + (pods.size() - MOST_NAMED) + " others" : "");
  }
}
