package dev.natstoken.operator.connection;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requests that go on side by side, as many as one connection takes. The API server lets a
 * connection carry 100 of them (its {@code --http2-max-streams-per-connection}), and the HTTP
 * client has one connection for all: it fails one more at once.
 *
 * <ol>
 *   <li>What comes when all turns are taken waits, and holds no thread.
 *   <li>Turns go round by lane, so that a lane whose requests are many or slow keeps no other one
 *       waiting.
 *   <li>Whoever does not wait any more is passed over.
 * </ol>
 */
final class RequestTurns {

  /** Some are left for what asks for no turn, and for answers that are still being read. */
  static final int AT_ONCE = 80;

  /** Makes a request that has its turn; false if it has come to its end already. */
  private interface Turn {
    boolean make();
  }

  private final int atOnce;
  private final Map<String, Queue<Turn>> lanes = new LinkedHashMap<>();
  private int taken;

  RequestTurns(int atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Makes a request when its turn has come.
   *
   * @param lane all requests of which count as one
   */
  <T> CompletableFuture<T> in(String lane, Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Turn turn = () -> make(request, answer);
    if (takeOrWait(lane, turn) && !turn.make()) {
      next();
    }
    return answer;
  }

  private synchronized boolean takeOrWait(String lane, Turn turn) {
    if (taken < atOnce) {
      taken++;
      return true;
    }
    lanes.computeIfAbsent(lane, l -> new ArrayDeque<>()).add(turn);
    return false;
  }

  private <T> boolean make(Supplier<CompletableFuture<T>> request, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return false;
    }
    CompletableFuture<T> made = request.get();
    if (made.isDone()) {
      pass(made, answer);
      return false;
    }
    var _ =
        made.whenComplete((value, failure) -> {
          // The next one first: what is done with the answer may take long.
          next();
          pass(made, answer);
        });
    var _ =
        answer.whenComplete((value, failure) -> {
          if (answer.isCancelled()) {
            made.cancel(true);
          }
        });
    return true;
  }

  private static <T> void pass(CompletableFuture<T> made, CompletableFuture<T> answer) {
    var _ =
        made.whenComplete((value, failure) -> {
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  private void next() {
    Optional<Turn> turn = takeNext();
    while (turn.isPresent() && !turn.get().make()) {
      turn = takeNext();
    }
  }

  /** The longest waiting of the lane that had no turn for longest; that lane is then the last. */
  private synchronized Optional<Turn> takeNext() {
    Optional<String> lane = lanes.keySet().stream().findFirst();
    if (lane.isEmpty()) {
      taken--;
      return Optional.empty();
    }
    Queue<Turn> waiting = lanes.remove(lane.get());
    Turn turn = waiting.remove();
    if (!waiting.isEmpty()) {
      lanes.put(lane.get(), waiting);
    }
    return Optional.of(turn);
  }
}
