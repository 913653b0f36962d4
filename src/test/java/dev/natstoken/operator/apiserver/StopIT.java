package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.InThread;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An orderly end in the middle of a reconciliation harms nothing. */
@Tag("api")
class StopIT {

  @Test
  void cachesThatTheEndEmptiedAreNotTakenForAnEmptyCluster() {
    try (TestNamespace namespace = new TestNamespace()) {
      HeldRequest held = new HeldRequest("another-secret");
      namespace.putSecret("a-secret", "token", "first-token-of-my-own");
      namespace.putSecret("another-secret", "token", "second-token-of-my-own");
      namespace.startOperator(held::configure);
      namespace.apply(bringing("a-secret"));
      namespace.awaitReady();
      Map<String, String> before = namespace.versions();

      namespace.apply(bringing("another-secret"));
      TestNamespace.await("the reconciliation").until(held::isReached);
      TestOperator operator = namespace.operator();
      assertThat(operator.hasEmptyCaches()).isFalse();
      CompletableFuture<Void> stop = InThread.run(namespace::stopOperator);
      TestNamespace.await("empty caches").until(operator::hasEmptyCaches);
      held.release();
      stop.join();
      assertThat(namespace.versions()).isEqualTo(before);

      namespace.startOperator();
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo("second-token-of-my-own");
    }
  }

  private static Map<String, ?> bringing(String secret) {
    return Map.of("token", Map.of("existingSecret", Map.of("name", secret), "bcryptCost", 4));
  }
}
