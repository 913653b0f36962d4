package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user wants.
 *
 * @param majority whether most of the servers have to be ready at any time, as JetStream needs them
 * @param overlap how long both tokens work; zero: not at all
 * @param interval how long a token is used at most; empty: until asked otherwise
 * @param request value of the annotation natstoken.dev/rotate
 * @param brought the token of spec.token.existingSecret
 */
public record Wish(
    int replicas,
    boolean majority,
    Duration overlap,
    Optional<Duration> interval,
    Optional<String> request,
    Optional<Token> brought) {

  /** A single server, or no time: the former token goes when the new one comes. */
  boolean overlaps() {
    return replicas > 1 && !overlap.isZero();
  }

  /**
   * How many servers keep the former token for the time of the overlap: of an odd number the larger
   * part. At first all clients have the former token, and the fewer servers refuse it, the less
   * often a client is refused twice, after which some libraries give up.
   */
  public static int half(int replicas) {
    return (replicas + 1) / 2;
  }

  int half() {
    return half(replicas);
  }

  /** How many servers must stay ready. Of two, none can be spared, so nothing is lost by a roll. */
  int quorum(int servers) {
    return majority && servers > 2 ? servers / 2 + 1 : 0;
  }

  /** Whether a request was just marked as handled although the token is not ours to change. */
  public boolean isUnmet(Optional<TokenState> before, TokenState after) {
    return brought.isPresent()
        && before
            .filter(b -> b.generation() == after.generation())
            .filter(b -> !b.handledRequest().equals(after.handledRequest()))
            .isPresent();
  }
}
