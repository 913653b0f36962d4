package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the operator made while a watch was away, and somebody deleted before that was back: no
 * event ever tells of it.
 */
@Tag("api")
class MissedDeletionIT {

  @Test
  void aTokenSecretThatNoWatchEverShowedIsMadeAnew() {
    Predicate<ApiCall> watches =
        call -> call.verb().equals("watch") && call.kind().equals("secrets");
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(
          Map.of("OPERATOR_RESYNC", "5s"), ApiServer.operatorClient(proxy.config()));
      TestNamespace.await("a watch that is away")
          .until(() -> {
            proxy.swallow(watches);
            return proxy.hasSwallowed();
          });
      namespace.apply(Map.of("replicas", 1));
      namespace.awaitReady();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      proxy.expireWatches(watches);
      // As long as the operator takes it for late.
      TestNamespace.await("another token Secret")
          .atMost(Duration.ofMinutes(2))
          .until(() -> namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get() != null);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.operator().failed()).isZero();
    }
  }
}
