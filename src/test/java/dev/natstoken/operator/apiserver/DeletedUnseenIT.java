package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A resource is deleted, and the operator sees sooner what that does to its objects than that it is
 * gone: each kind has a watch of its own.
 */
@Tag("api")
class DeletedUnseenIT {

  /** The garbage collector takes the token Secret; the servers need what they had from it. */
  @Test
  void serversThatItWasAttachedToKeepTheirToken() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        Attached attached = Attached.installed()) {
      TestNamespace namespace = attached.namespace();
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.apply(Attached.SPEC);
      namespace.awaitReady();
      int calls = deleteUnseen(proxy, namespace);
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      assertNothingIsWritten(proxy, calls);
    }
  }

  /**
   * {@code kubectl delete --cascade=orphan} takes the owner away. With the deleted one as its owner
   * again, the garbage collector would take the servers.
   */
  @Test
  void whatItLeavesBehindIsNotTakenUp() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.apply(Map.of("replicas", 1));
      namespace.awaitReady();
      int calls = deleteUnseen(proxy, namespace);
      namespace.edit(
          StatefulSet.class,
          "orders-nats",
          s -> s.edit().editMetadata().withOwnerReferences().endMetadata().build());
      assertNothingIsWritten(proxy, calls);
    }
  }

  private static int deleteUnseen(FaultyApiServer proxy, TestNamespace namespace) {
    proxy.hold(call -> call.verb().equals("watch") && call.kind().equals("natstokenauths"));
    namespace.resource().delete();
    return proxy.calls().size();
  }

  private static void assertNothingIsWritten(FaultyApiServer proxy, int calls) {
    TestNamespace.await("a question for the resource, or a write")
        .until(() ->
            since(proxy, calls).stream()
                .anyMatch(c -> c.toString().equals("get natstokenauths orders") || isWrite(c)));
    assertThat(since(proxy, calls)).filteredOn(DeletedUnseenIT::isWrite).isEmpty();
  }

  private static List<ApiCall> since(FaultyApiServer proxy, int calls) {
    return proxy.calls().subList(calls, proxy.calls().size());
  }

  private static boolean isWrite(ApiCall call) {
    return call.isWrite() && !call.kind().equals("natstokenauths/status");
  }
}
