package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The same life, with the operator killed at a random moment of every step: the same end. */
@EndToEnd
@Isolated("It ends the operator again and again.")
class ServerLifecycleUnderKillsE2E {

  private static final int LATEST_KILL_MILLIS = 1500;

  /**
   * JUnit runs the tests of an isolated class one after the other; these begin at once. What waits
   * must not do so in the common pool, where the answers of the API server are worked off.
   */
  private static final Executor THREADS = Executors.newCachedThreadPool();

  @TestFactory
  Stream<DynamicTest> theSameEnd() {
    return ReflectionSupport.findMethods(
        Life.class,
        method -> AnnotationSupport.isAnnotated(method, Test.class),
        HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .map(ServerLifecycleUnderKillsE2E::begin)
        .toList()
        .stream();
  }

  private static DynamicTest begin(Method test) {
    CompletableFuture<Object> end =
        CompletableFuture.supplyAsync(
            () -> ReflectionSupport.invokeMethod(test, new Life()), THREADS);
    return DynamicTest.dynamicTest(
        test.getName(),
        () -> {
          try {
            end.join();
          } catch (CompletionException e) {
            throw new AssertionError(test.getName(), e.getCause());
          }
        });
  }

  private static final class Life extends ServerLifecycle {

    @Override
    void meanwhile() {
      int millis = ThreadLocalRandom.current().nextInt(LATEST_KILL_MILLIS);
      CompletableFuture.runAsync(
              operator::kill,
              CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, THREADS))
          .join();
    }

    @Test
    void noMessageIsLostInARotation() throws Exception {
      try (TestServers servers = new TestServers(operator)) {
        servers.apply(
            Map.of(
                "replicas", 3,
                "rotation", Map.of("overlap", "5s"),
                "jetstream",
                    Map.of(
                        "fileStore",
                        Map.of("pvc", Map.of("size", "64Mi", "deletionPolicy", "Delete")))));
        servers.awaitReady();
        try (StreamTraffic traffic = StreamTraffic.onDisk(servers)) {
          servers.requestRotation("1");
          meanwhile();
          servers.awaitReady(s -> s.token().generation() == 2 && s.rotation() == null);
          StreamTraffic.Result result = traffic.stop();
          assertThat(result.acknowledged()).isGreaterThan(100);
          result.assertNoneLostAndNoneTwice();
        }
        servers.assertServing(3);
      }
    }
  }
}
