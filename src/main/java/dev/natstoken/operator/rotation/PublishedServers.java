package dev.natstoken.operator.rotation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which servers the token Secret lists, by ordinal: those that let in the published token, and will
 * do so for some time.
 *
 * <ol>
 *   <li>Without a rotation these are all that are wanted.
 *   <li>While another token is pending they are the lower half, which keeps the published one.
 *   <li>From the publication on they are the servers that have the new token already.
 *   <li>If none of these is wanted any more, they stay until others have their token.
 * </ol>
 *
 * @param first ordinal of the first one
 * @param end ordinal behind the last one
 */
public record PublishedServers(int first, int end) {

  /** Every server, whatever its token. */
  public static final PublishedServers ALL = new PublishedServers(0, Integer.MAX_VALUE);

  /**
   * Follows from the state of the token.
   *
   * @param wanted servers that there are to be
   * @param existing servers that there are now, 0 if unknown
   */
  public static PublishedServers of(TokenState state, int wanted, int existing) {
    int servers = noneIsWantedOf(state, wanted) ? Math.max(existing, wanted) : wanted;
    return new PublishedServers(
        firstWithTheToken(state, servers), endOfThoseWithTheToken(state, servers));
  }

  private static boolean noneIsWantedOf(TokenState state, int wanted) {
    return state.overlap().filter(o -> o.serversFrom() >= wanted).isPresent();
  }

  private static int firstWithTheToken(TokenState state, int servers) {
    return state.overlap().map(Overlap::serversFrom).filter(from -> from < servers).orElse(0);
  }

  private static int endOfThoseWithTheToken(TokenState state, int servers) {
    return state.pending().isPresent() ? Wish.half(servers) : servers;
  }

  /**
   * Whether clients that start now get in wherever they try first: a ready one of these lets in the
   * published token, and none that is ready lets in another.
   */
  public boolean letIn(SetView set, TokenState state) {
    List<Server> ready = set.between(first, end).filter(Server::ready).toList();
    return !ready.isEmpty()
        && ready.stream().allMatch(s -> s.onTarget() == state.pending().isEmpty());
  }

  public IntStream ordinals() {
    return IntStream.range(first, end);
  }
}
