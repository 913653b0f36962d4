package dev.natstoken.operator.reconciler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work that goes on beside a pass. The pass must see its end, for no write may outlive it. */
final class Beside<T> {

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
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits for the end, however it came. */
  void end() {
    future.exceptionally(e -> null).join();
  }
}
