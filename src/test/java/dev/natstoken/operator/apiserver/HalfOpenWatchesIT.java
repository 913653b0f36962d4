package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.connection.ApiConnection;
import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A watch whose connection is gone, while no packet says so, is silent like one without events. */
@Tag("api")
class HalfOpenWatchesIT {

  /** Instead of the operator's own, for which a test would wait too long. */
  private static final Duration PING = Duration.ofSeconds(2);

  @Test
  void aTokenThatWasDeletedMeanwhileEndsSoonAndNothingIsListedAnew() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(
          Map.of(),
          ApiConnection.client(
                  ApiServer.operatorConfig(proxy.config())
                      .withWebsocketPingInterval(PING.toMillis())
                      .build())
              .build());
      namespace.apply(Map.of("replicas", 1));
      namespace.awaitReady();
      String former = uidOfTheSecret(namespace);
      int calls = proxy.calls().size();

      proxy.swallow(Fault.any());
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();

      TestNamespace.await("another token Secret")
          .until(() -> uidOfTheSecret(namespace), uid -> !List.of("", former).contains(uid));
      TestNamespace.await("the end of all that are half open").until(() -> !proxy.hasSwallowed());
      List<ApiCall> since = proxy.calls().subList(calls, proxy.calls().size());
      assertThat(since).extracting(ApiCall::verb).contains("watch").doesNotContain("list");
    }
  }

  private static String uidOfTheSecret(TestNamespace namespace) {
    Secret secret = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    return secret == null ? "" : secret.getMetadata().getUid();
  }
}
