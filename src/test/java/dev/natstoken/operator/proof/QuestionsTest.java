package dev.natstoken.operator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QuestionsTest {

  private static final String NONE = "no answer";

  private final Hand clock = new Hand();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Questions<String, String> questions =
      new Questions<>(clock, q -> Thread.ofVirtual().start(q), a -> !a.equals(NONE));

  @AfterEach
  void letAllEnd() {
    end.countDown();
  }

  @Test
  void answersComeInTheOrderOfTheQuestions() {
    List<String> about = IntStream.range(0, 64).mapToObj(i -> "server-" + i).toList();
    List<Supplier<String>> asks =
        about.stream().<Supplier<String>>map(a -> () -> "answer of " + a).toList();
    assertThat(questions.ask(about, asks))
        .containsExactlyElementsOf(about.stream().map(a -> Optional.of("answer of " + a)).toList());
  }

  @Test
  void aPassWaitsSoLongAndFindsTheAnswerTheNextTime() {
    assertThat(timed(() -> assertThat(ask("server", this::late)).isEmpty()))
        .isBetween(Questions.PATIENCE, Questions.PATIENCE.plusSeconds(2));
    end.countDown();
    Awaitility.await().until(() -> ask("server", this::late).isPresent());
    assertThat(asked).as("asked once, while it was on its way").hasValueLessThanOrEqualTo(2);
  }

  @Test
  void ofManyThatHangOnlySomeAreAskedAndTheOthersNotAfterwards() {
    List<String> about = IntStream.range(0, 64).mapToObj(i -> "server-" + i).toList();
    assertThat(questions.ask(about, Collections.nCopies(64, this::late)))
        .containsOnly(Optional.empty());
    assertThat(asked).hasValue(Questions.AT_ONCE);
    end.countDown();
    Awaitility.await()
        .during(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(asked).hasValue(Questions.AT_ONCE));
  }

  @Test
  void whatTookLongAndBroughtNothingIsNotAskedAgainForAWhileThatGrows() {
    for (Duration pause :
        List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30))) {
      int before = asked.get();
      assertThat(ask("server", this::slowlyNothing)).contains(NONE);
      clock.forward(pause.minusMillis(1));
      assertThat(ask("server", this::slowlyNothing)).contains(NONE);
      assertThat(asked).hasValue(before + 1);
      assertThat(ask("the same after another start", () -> "fine")).contains("fine");
      clock.forward(Duration.ofMillis(1));
    }
    assertThat(ask("server", () -> "fine")).contains("fine");
    assertThat(ask("server", this::slowlyNothing)).contains(NONE);
    clock.forward(Duration.ofSeconds(2));
    assertThat(ask("server", () -> "fine")).as("the pause is the first one again").contains("fine");
  }

  @Test
  void whatFailsAtOnceIsAskedAtOnceAgain() {
    assertThat(ask("server", () -> NONE)).contains(NONE);
    assertThat(ask("server", () -> "fine")).contains("fine");
  }

  @Test
  void aQuestionThatBreaksIsNoAnswer() {
    assertThat(
            ask(
                "server",
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .isEmpty();
    assertThat(ask("server", () -> "fine")).contains("fine");
  }

  private Optional<String> ask(String about, Supplier<String> ask) {
    return questions.ask(List.of(about), List.of(ask)).get(0);
  }

  private String late() {
    asked.incrementAndGet();
    try {
      end.await();
      return "late";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String slowlyNothing() {
    asked.incrementAndGet();
    clock.forward(Duration.ofSeconds(1));
    return NONE;
  }

  private static Duration timed(Runnable work) {
    Instant begin = Instant.now();
    work.run();
    return Duration.between(begin, Instant.now());
  }

  /** A clock that goes on when somebody moves it. */
  private static final class Hand extends Clock {

    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    void forward(Duration by) {
      now.updateAndGet(at -> at.plus(by));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
