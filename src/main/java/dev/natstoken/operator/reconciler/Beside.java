package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.outcome.TryAgainException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work that goes on beside a pass. The pass must see its end, for no write may outlive it. Each
 * call of the API server has its own limit; what has not ended long after all of these never will.
 */
final class Beside<T> {

  private static final long LONGEST_MINUTES = 3;

  private final CompletableFuture<T> future;

  private Beside(CompletableFuture<T> future) {
    this.future = future;
  }

  static <T> Beside<T> start(Executor executor, Supplier<T> work) {
    return new Beside<>(CompletableFuture.supplyAsync(work, executor));
  }

  /** Waits for the result; an exception comes out as the one that was thrown. */
  T result() {
    try {
      return limited().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new TryAgainException("A request to the API server does not come to its end");
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits for the end, however it came. */
  void end() {
    limited().exceptionally(e -> null).join();
  }

  private CompletableFuture<T> limited() {
    return future.copy().orTimeout(LONGEST_MINUTES, TimeUnit.MINUTES);
  }
}
