package dev.natstoken.operator.histories;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Logins in vain, one after the other.
 *
 * @param time from the begin of the first to the end of the last
 */
public record InVain(int logins, Duration time) {

  private static final InVain NONE = new InVain(0, Duration.ZERO);

  /** The most of them in a row. */
  static InVain longest(List<SeenLogin> logins) {
    InVain longest = NONE;
    InVain now = NONE;
    SeenLogin first = null;
    for (SeenLogin login : logins.stream().sorted(Comparator.comparing(SeenLogin::from)).toList()) {
      if (login.answer() == Answer.LET_IN) {
        now = NONE;
        continue;
      }
      first = now.equals(NONE) ? login : first;
      now = new InVain(now.logins() + 1, Duration.between(first.from(), login.to()));
      longest = now.logins() > longest.logins() ? now : longest;
    }
    return longest;
  }

  @Override
  public String toString() {
    return "%d in %.1f s".formatted(logins, time.toMillis() / 1000.0);
  }
}
