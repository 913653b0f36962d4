package dev.natstoken.operator.bench;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One set of servers on its way up: when each thing was first seen, in milliseconds. */
final class Round {

  private static final int PATIENCE_SECONDS = 120;

  private final int servers;
  private final long start = System.nanoTime();
  private final Set<String> readyPods = new HashSet<>();
  private final CompletableFuture<Double> statefulSet = new CompletableFuture<>();
  private final CompletableFuture<Double> podsReady = new CompletableFuture<>();
  private final CompletableFuture<Double> resourceReady = new CompletableFuture<>();

  /** Begins now. */
  Round(int servers) {
    this.servers = servers;
  }

  /** Milliseconds since the round began. */
  double elapsed() {
    return (System.nanoTime() - start) / 1e6;
  }

  void statefulSetSeen() {
    statefulSet.complete(elapsed());
  }

  synchronized void podReady(String name) {
    readyPods.add(name);
    if (readyPods.size() == servers) {
      podsReady.complete(elapsed());
    }
  }

  void resourceReady() {
    resourceReady.complete(elapsed());
  }

  double awaitStatefulSet() {
    return await(statefulSet);
  }

  double awaitPodsReady() {
    return await(podsReady);
  }

  double awaitResourceReady() {
    return await(resourceReady);
  }

  private static double await(CompletableFuture<Double> sight) {
    try {
      return sight.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nothing seen for " + PATIENCE_SECONDS + " s", e);
    }
  }
}
