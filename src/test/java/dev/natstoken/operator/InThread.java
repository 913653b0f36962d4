package dev.natstoken.operator;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work of a test that waits, in a thread of its own. In the common pool, which has a single thread
 * on two cores, it would keep the Kubernetes client from answering all other tests.
 */
public final class InThread {

  private InThread() {}

  public static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }

  public static <T> CompletableFuture<T> get(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }
}
