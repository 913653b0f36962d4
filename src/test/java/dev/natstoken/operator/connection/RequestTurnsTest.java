package dev.natstoken.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // What becomes of most requests is not looked at.
class RequestTurnsTest {

  private final RequestTurns turns = new RequestTurns(4);
  private final List<String> made = new ArrayList<>();

  @Test
  void whatComesWhenAllTurnsAreTakenWaits() {
    CompletableFuture<String> first = open();
    CompletableFuture<String> answer = ask("a", "first", first);
    ask("a", "second", open());
    ask("b", "third", open());
    ask("b", "fourth", open());
    ask("c", "fifth", open());
    assertThat(made).containsExactly("first", "second", "third", "fourth");
    first.complete("done");
    assertThat(made).last().isEqualTo("fifth");
    assertThat(answer).isCompletedWithValue("done");
  }

  @Test
  void aLaneHasHalfOfTheTurnsAtMost() {
    CompletableFuture<String> first = open();
    ask("a", "first", first);
    ask("a", "second", open());
    ask("a", "third", open());
    ask("b", "other", open());
    assertThat(made).containsExactly("first", "second", "other");
    first.complete("");
    assertThat(made).last().isEqualTo("third");
  }

  @Test
  void aLaneWithManyKeepsNoOtherWaiting() {
    CompletableFuture<String> first = open();
    CompletableFuture<String> third = open();
    ask("a", "first", first);
    ask("a", "second", open());
    ask("b", "third", third);
    ask("b", "fourth", open());
    IntStream.range(0, 100).forEach(i -> ask("many", "more", open()));
    ask("quiet", "edit", open());
    first.complete("");
    third.complete("");
    assertThat(made).containsExactly("first", "second", "third", "fourth", "more", "edit");
  }

  @Test
  void aFailureGoesToItsAskerAndFreesItsTurn() {
    CompletableFuture<String> first = open();
    CompletableFuture<String> answer = ask("a", "first", first);
    ask("a", "second", open());
    ask("a", "third", open());
    first.completeExceptionally(new IllegalStateException("refused"));
    assertThat(made).last().isEqualTo("third");
    assertThatThrownBy(answer::join).hasRootCauseMessage("refused");
  }

  @Test
  void aRequestThatCannotBeMadeFailsItsAskerAndFreesItsTurn() {
    CompletableFuture<String> first = open();
    ask("a", "first", first);
    ask("a", "second", open());
    CompletableFuture<String> answer =
        turns.in(
            "a",
            () -> {
              throw new IllegalArgumentException("no such header");
            });
    ask("a", "fourth", open());
    first.complete("");
    assertThat(answer).isCompletedExceptionally();
    assertThatThrownBy(answer::join).hasRootCauseMessage("no such header");
    assertThat(made).last().isEqualTo("fourth");
  }

  @Test
  void whoeverDoesNotWaitAnyMoreIsPassedOver() {
    CompletableFuture<String> first = open();
    ask("a", "first", first);
    ask("a", "second", open());
    ask("a", "third", open()).cancel(true);
    ask("a", "fourth", open());
    first.complete("");
    assertThat(made).containsExactly("first", "second", "fourth");
  }

  @Test
  void aRequestThatIsGivenUpIsGivenUpBelow() {
    CompletableFuture<String> first = open();
    ask("a", "first", first).cancel(true);
    assertThat(first).isCancelled();
    ask("a", "second", open());
    ask("a", "third", open());
    assertThat(made).as("its turn is free").containsExactly("first", "second", "third");
  }

  @Test
  void manyThatEndAtOnceNeedNoDeepStack() {
    CompletableFuture<String> first = open();
    ask("a", "first", first);
    ask("a", "second", open());
    List<CompletableFuture<String>> answers =
        IntStream.range(0, 100_000)
            .mapToObj(i -> ask("a", "refused", CompletableFuture.completedFuture("no")))
            .toList();
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    first.complete("");
    assertThat(answers).allMatch(CompletableFuture::isDone);
  }

  private CompletableFuture<String> ask(String lane, String name, CompletableFuture<String> below) {
    return turns.in(
        lane,
        () -> {
          made.add(name);
          return below;
        });
  }

  private static CompletableFuture<String> open() {
    return new CompletableFuture<>();
  }
}
