package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.faults.Injection;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that begins while the API server lags, as after its own restart. */
@Tag("api")
class ColdStartIT {

  @Test
  void listsThatTakeEightSecondsAreWaitedForAndNothingIsWrittenBecauseOfThem() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = TestNamespace.serving(Map.of("replicas", 1))) {
      namespace.stopOperator();
      proxy.rule(call -> call.verb().equals("list") ? Injection.LATE : Injection.NONE);
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.operator().awaitReconciliations(1);
      assertThat(proxy.calls())
          .filteredOn(call -> call.isWrite() && !call.kind().equals("leases"))
          .isEmpty();
    }
  }
}
