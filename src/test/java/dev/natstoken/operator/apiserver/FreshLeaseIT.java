package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.config.OperatorConfig;
import dev.natstoken.operator.connection.ApiConnection;
import dev.natstoken.operator.connection.FreshLease;
import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.faults.Injection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader that stood still for longer than others respect its lease. */
@Tag("api")
class FreshLeaseIT {

  /** An Event of what was before may come late. */
  private static final Set<String> FREE = Set.of("leases", "events");

  private final AtomicReference<Duration> pause = new AtomicReference<>(Duration.ZERO);

  @Test
  void aLeaderThatStoodStillWritesNothingUntilItsLeaseIsRenewed() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      Map<String, String> settings =
          Map.of("OPERATOR_NAMESPACE", namespace.name(), "OPERATOR_LEADER_ELECTION", "true");
      namespace.startOperator(
          settings,
          ApiConnection.client(
                  ApiServer.operatorConfig(proxy.config()).build(),
                  FreshLease.of(
                      OperatorConfig.from(settings),
                      () -> Instant.now().plus(pause.get()),
                      () -> System.nanoTime() + pause.get().toNanos()))
              .build());
      namespace.apply(Map.of("replicas", 1));
      namespace.awaitReady();

      // It wakes up, and what it does first is not to renew its lease.
      proxy.rule(call -> call.kind().equals("leases") ? Injection.HANG : Injection.NONE);
      pause.set(Duration.ofMinutes(1));
      int calls = proxy.calls().size();
      namespace.apply(Map.of("replicas", 2));
      TestNamespace.await("a pass that may not write")
          .until(() -> namespace.operator().failed() > 0);

      List<ApiCall> since = proxy.calls().subList(calls, proxy.calls().size());
      assertThat(since).filteredOn(call -> call.isWrite() && !FREE.contains(call.kind())).isEmpty();
      proxy.rule(call -> Injection.NONE);
    }
  }
}
