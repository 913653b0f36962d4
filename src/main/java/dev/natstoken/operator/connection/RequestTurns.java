package dev.natstoken.operator.connection;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requests that go on side by side, fewer than one connection takes. The API server lets a
 * connection carry 100 of them (its {@code --http2-max-streams-per-connection}), and the HTTP
 * client has one connection for all: it fails one more at once.
 *
 * <ol>
 *   <li>What comes when all turns are taken waits, and holds no thread.
 *   <li>A lane has half of the turns at most: its requests may be slow.
 *   <li>Turns go round by lane, so that one with many requests keeps no other one waiting.
 *   <li>Whoever does not wait any more is passed over.
 * </ol>
 */
final class RequestTurns {

  /**
   * A turn ends with the head of the answer, and its stream when the rest was read. An API server
   * that answers in 20 ms so gets 2,000 requests a second.
   */
  static final int AT_ONCE = 40;

  /** Makes a request that has its turn; false if it has come to its end already. */
  private interface Turn {
    boolean make();
  }

  /** The requests of one lane, and how many turns they have. */
  private static final class Lane {
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int taken;
  }

  private final int atOnce;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
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
    Turn turn = () -> make(lane, request, answer);
    synchronized (this) {
      lanes.computeIfAbsent(lane, l -> new Lane()).waiting.add(turn);
    }
    makeNext();
    return answer;
  }

  private <T> boolean make(
      String lane, Supplier<CompletableFuture<T>> request, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      ended(lane);
      return false;
    }
    CompletableFuture<T> made = made(request);
    if (made.isDone()) {
      ended(lane);
      pass(made, answer);
      return false;
    }
    var _ =
        made.whenComplete((value, failure) -> {
          // The next one first: what is done with the answer may take long.
          ended(lane);
          makeNext();
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

  /** One that cannot be made at all has failed; its turn would be lost otherwise. */
  private static <T> CompletableFuture<T> made(Supplier<CompletableFuture<T>> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
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

  private void makeNext() {
    Optional<Turn> turn = takeNext();
    while (turn.isPresent() && !turn.get().make()) {
      turn = takeNext();
    }
  }

  /** The longest waiting of the lane that had no turn for longest; that lane is then the last. */
  private synchronized Optional<Turn> takeNext() {
    if (taken == atOnce) {
      return Optional.empty();
    }
    Optional<Map.Entry<String, Lane>> next =
        lanes.entrySet().stream()
            .filter(e -> !e.getValue().waiting.isEmpty() && e.getValue().taken * 2 < atOnce)
            .findFirst();
    next.ifPresent(e -> {
      lanes.remove(e.getKey());
      lanes.put(e.getKey(), e.getValue());
      e.getValue().taken++;
      taken++;
    });
    return next.map(e -> e.getValue().waiting.remove());
  }

  private synchronized void ended(String name) {
    taken--;
    Lane lane = lanes.get(name);
    lane.taken--;
    if (lane.taken == 0 && lane.waiting.isEmpty()) {
      lanes.remove(name);
    }
  }
}
