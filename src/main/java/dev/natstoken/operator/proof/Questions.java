package dev.natstoken.operator.proof;

import dev.natstoken.operator.observed.BoundedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Questions to servers, put beside a pass. The servers may be hostile; whoever waits for them has
 * an end, and others do not wait with them.
 *
 * <ol>
 *   <li>For one pass only so many questions are on their way at once.
 *   <li>A pass waits so long for all of them together. What comes later is there for the next pass;
 *       what was not put by then is not put any more.
 *   <li>A question that is still on its way is not put again.
 *   <li>One that took long and brought nothing is not put again for a while, which grows. Another
 *       start of a server, or another expectation, makes it another question.
 * </ol>
 *
 * @param <Q> what a question is about; equal ones are the same question
 */
final class Questions<Q, A> {

  static final int AT_ONCE = 8;
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What fails sooner costs nothing to ask again. */
  private static final Duration LONG = Duration.ofMillis(500);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Clock clock;
  private final Executor executor;
  private final Predicate<A> tells;
  private final Map<Q, CompletableFuture<A>> onTheirWay = new ConcurrentHashMap<>();
  private final BoundedMap<Q, Failure<A>> failures = new BoundedMap<>();

  private record Failure<A>(A answer, Instant until, Duration pause) {}

  private record Question<Q, A>(Q about, Supplier<A> ask, CompletableFuture<A> answer) {}

  /**
   * For one kind of questions.
   *
   * @param executor starts at once whatever it is given
   * @param tells whether an answer is one; another means that the server gave none
   */
  Questions(Clock clock, Executor executor, Predicate<A> tells) {
    this.clock = clock;
    this.executor = executor;
    this.tells = tells;
  }

  /**
   * The answers in the order of the questions. Where none came in time it is the one that came the
   * last time, if that was none either; else it is empty.
   */
  List<Optional<A>> ask(List<Q> about, List<Supplier<A>> asks) {
    Queue<Question<Q, A>> queue = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<A>> answers = new ArrayList<>();
    for (int i = 0; i < about.size(); i++) {
      answers.add(begun(about.get(i), asks.get(i), queue));
    }
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < Math.min(AT_ONCE, queue.size()); i++) {
      executor.execute(() -> work(queue, over));
    }
    await(answers);
    over.set(true);
    drop(queue);
    List<Optional<A>> given = new ArrayList<>();
    for (int i = 0; i < about.size(); i++) {
      given.add(given(about.get(i), answers.get(i)));
    }
    return given;
  }

  private CompletableFuture<A> begun(Q about, Supplier<A> ask, Queue<Question<Q, A>> queue) {
    Optional<Failure<A>> failure =
        failures.get(about).filter(f -> f.until().isAfter(clock.instant()));
    if (failure.isPresent()) {
      return CompletableFuture.completedFuture(failure.get().answer());
    }
    CompletableFuture<A> mine = new CompletableFuture<>();
    CompletableFuture<A> before = onTheirWay.putIfAbsent(about, mine);
    if (before != null) {
      return before;
    }
    queue.add(new Question<>(about, ask, mine));
    return mine;
  }

  private void work(Queue<Question<Q, A>> queue, AtomicBoolean over) {
    for (var next = queue.poll(); next != null && !over.get(); next = queue.poll()) {
      put(next);
    }
    drop(queue);
  }

  private void put(Question<Q, A> question) {
    Instant begin = clock.instant();
    try {
      A answer = question.ask().get();
      note(question.about(), answer, Duration.between(begin, clock.instant()));
      onTheirWay.remove(question.about());
      question.answer().complete(answer);
    } catch (RuntimeException e) {
      onTheirWay.remove(question.about());
      question.answer().completeExceptionally(e);
    }
  }

  private void note(Q about, A answer, Duration took) {
    if (tells.test(answer)) {
      failures.remove(about);
    } else if (took.compareTo(LONG) >= 0) {
      Duration pause =
          failures
              .get(about)
              .map(before -> before.pause().multipliedBy(2))
              .map(twice -> Collections.min(List.of(twice, LONGEST_PAUSE)))
              .orElse(FIRST_PAUSE);
      failures.put(about, new Failure<>(answer, clock.instant().plus(pause), pause));
    }
  }

  private void drop(Queue<Question<Q, A>> queue) {
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      onTheirWay.remove(left.about());
      left.answer().cancel(false);
    }
  }

  private void await(List<CompletableFuture<A>> answers) {
    try {
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Each answer shows itself whether it came.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<A> given(Q about, CompletableFuture<A> answer) {
    return switch (answer.state()) {
      case SUCCESS -> Optional.of(answer.resultNow());
      case FAILED, CANCELLED, RUNNING -> failures.get(about).map(Failure::answer);
    };
  }
}
