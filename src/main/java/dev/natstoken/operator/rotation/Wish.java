package dev.natstoken.operator.rotation;

import dev.natstoken.operator.nats.token.Token;
import java.time.Duration;
import java.util.Optional;

/** What the user wants, of the servers and of their token. */
public record Wish(WantedServers wantedServers, WantedToken wantedToken) {

  /**
   * The servers.
   *
   * @param majority whether most of them have to be ready at any time, as JetStream needs them
   * @param surge whether a second one may stand in while the token of a single one changes
   */
  public record WantedServers(int replicas, boolean majority, boolean surge) {}

  /**
   * The token and its changes.
   *
   * @param overlap how long both tokens work; zero: not at all
   * @param schedule when the token changes by itself; empty: only when asked
   * @param request value of the annotation natstoken.dev/rotate
   * @param brought the token of spec.token.existingSecret
   */
  public record WantedToken(
      Duration overlap,
      Optional<Schedule> schedule,
      Optional<String> request,
      Optional<Token> brought) {}

  public int replicas() {
    return wantedServers.replicas();
  }

  public Duration overlap() {
    return wantedToken.overlap();
  }

  public Optional<Schedule> schedule() {
    return wantedToken.schedule();
  }

  public Optional<String> request() {
    return wantedToken.request();
  }

  public Optional<Token> brought() {
    return wantedToken.brought();
  }

  /** Without a server for each token, or without time, the former goes when the new one comes. */
  public boolean overlaps() {
    return duringRotation() > 1 && !overlap().isZero();
  }

  /** Whether a second server stands in while the token of the only one changes. */
  public boolean surges() {
    return wantedServers.surge() && replicas() == 1 && !overlap().isZero();
  }

  /** How many servers there are while one token follows the other. */
  int duringRotation() {
    return surges() ? 2 : replicas();
  }

  /** How many servers there are to be, as long as the token is in this state. */
  public int servers(TokenState state) {
    return state.rotating() ? duringRotation() : replicas();
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
    return half(duringRotation());
  }

  /** How many servers must stay ready. Of two, none can be spared, so nothing is lost by a roll. */
  int quorum(int servers) {
    return wantedServers.majority() && servers > 2 ? servers / 2 + 1 : 0;
  }

  /** Whether a request was just marked as handled although the token is not ours to change. */
  public boolean isUnmet(Optional<TokenState> before, TokenState after) {
    return brought().isPresent()
        && before
            .filter(b -> b.generation() == after.generation())
            .filter(b -> !b.handledRequest().equals(after.handledRequest()))
            .isPresent();
  }
}
