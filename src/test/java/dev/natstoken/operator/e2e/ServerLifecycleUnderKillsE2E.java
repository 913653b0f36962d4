package dev.natstoken.operator.e2e;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

/** The same life, with the operator killed at a random moment of every step: the same end. */
@Tag("e2e")
class ServerLifecycleUnderKillsE2E extends ServerLifecycle {

  private static final int LATEST_KILL_MILLIS = 1500;

  @Override
  void meanwhile() {
    int millis = ThreadLocalRandom.current().nextInt(LATEST_KILL_MILLIS);
    CompletableFuture.runAsync(
            operator::kill, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
        .join();
  }
}
