package dev.natstoken.operator.histories;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The logins of several clients, and whether each had the answer that was right:
 *
 * <ol>
 *   <li>A wrong token is let in nowhere.
 *   <li>No server that the Secret names refuses its token.
 *   <li>Nor is it silent for it, while it is there and undisturbed. Who is refused may hear
 *       nothing: a server that closes at once takes its last words along.
 *   <li>After the rotation the former token is let in nowhere.
 *   <li>No client asks all servers twice in vain with the token of the Secret, nor, until the
 *       overlap ends, with the former one.
 * </ol>
 */
public record LoginHistory(List<SeenLogin> logins, Truth truth) {

  /** In words; empty if all had the right answer. */
  public List<String> broken(int servers) {
    return Stream.of(
            those("a wrong token was let in", this::letsInWrongToken),
            those("a server of the Secret refused its token", this::refusesPublished),
            those("a server that is there was silent", this::isSilentForPublished),
            those("the former token was let in after the rotation", this::letsInFormerAfterwards),
            tooLong(2 * servers))
        .flatMap(s -> s)
        .toList();
  }

  private Stream<String> those(String rule, Predicate<SeenLogin> broken) {
    return logins.stream().filter(broken).map(login -> rule + ": " + login);
  }

  private boolean letsInWrongToken(SeenLogin login) {
    return login.token() == SeenLogin.WRONG && login.answer() == Answer.LET_IN;
  }

  private boolean refusesPublished(SeenLogin login) {
    return login.answer() == Answer.REFUSED && isPublished(login);
  }

  private boolean isSilentForPublished(SeenLogin login) {
    return login.answer() == Answer.SILENT && isPublished(login) && truth.isThere(login);
  }

  private boolean isPublished(SeenLogin login) {
    return truth
        .during(login)
        .filter(p -> p.token() == login.token() && p.servers().contains(login.server()))
        .isPresent();
  }

  private boolean letsInFormerAfterwards(SeenLogin login) {
    return login.answer() == Answer.LET_IN
        && login.token() != SeenLogin.WRONG
        && login.token() < newest()
        && truth.finished().filter(login.from()::isAfter).isPresent();
  }

  private Stream<String> tooLong(int limit) {
    return longestInVain().entrySet().stream()
        .filter(e -> e.getValue().logins() >= limit)
        .map(e -> e.getKey() + " was let in nowhere: " + e.getValue());
  }

  private int newest() {
    return truth.published().getLast().token();
  }

  /** By client and token, the longest time in vain of those in which it should be let in. */
  public Map<String, InVain> longestInVain() {
    Map<String, InVain> longest = new TreeMap<>();
    Map<String, List<SeenLogin>> byClient =
        logins.stream().collect(Collectors.groupingBy(SeenLogin::client));
    byClient.forEach((client, those) ->
        IntStream.rangeClosed(1, newest())
            .forEach(token ->
                truth
                    .publication(token)
                    .ifPresent(begin ->
                        longest.put(
                            client + " with token " + token,
                            InVain.longest(
                                those.stream()
                                    .filter(l -> l.token() == token)
                                    .filter(l -> l.within(begin, end(token)))
                                    .toList())))));
    return longest;
  }

  private Instant end(int token) {
    return token == newest() ? Instant.MAX : truth.overlapEnd().orElseThrow();
  }
}
