package dev.natstoken.operator.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers that count for a time, after which one asks again.
 *
 * @param <Q> what was asked
 */
public final class RecentAnswers<Q, A> {

  /** What is older than so many times the validity is of something that is gone. */
  private static final int KEPT = 4;

  private record Dated<A>(A answer, Instant at) {}

  private final Duration validity;
  private final BoundedMap<Q, Dated<A>> answers = new BoundedMap<>();

  public RecentAnswers(Duration validity) {
    this.validity = validity;
  }

  public void put(Q question, A answer, Instant now) {
    Instant old = now.minus(validity.multipliedBy(KEPT));
    answers.dropWhile(a -> a.at().isBefore(old));
    answers.put(question, new Dated<>(answer, now));
  }

  /** The answer, unless it is too old by now. */
  public Optional<A> get(Q question, Instant now) {
    return answers.get(question).filter(a -> a.at().plus(validity).isAfter(now)).map(Dated::answer);
  }

  /** Whether there was an answer, though it may be too old by now. */
  public boolean wasAnswered(Q question) {
    return answers.get(question).isPresent();
  }
}
