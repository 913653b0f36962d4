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

  @Test
  void norIsTheSecretOfAnAccess() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        AccessNamespaces both = AccessNamespaces.allowed()) {
      both.stopOperator();
      both.startOperator(ApiServer.operatorClient(proxy.config()));
      both.ask();
      both.awaitCopy();
      both.awaitReady(AccessNamespaces.ACCESS);
      proxy.hold(call -> call.verb().equals("watch") && call.kind().equals("natstokenaccesses"));
      both.access(AccessNamespaces.ACCESS).delete();
      int calls = proxy.calls().size();
      both.clients()
          .edit(
              Secret.class,
              AccessNamespaces.ACCESS,
              s -> s.edit().editMetadata().withOwnerReferences().endMetadata().build());
      assertNothingIsWritten(proxy, calls, "get natstokenaccesses " + AccessNamespaces.ACCESS);
    }
  }

  private static int deleteUnseen(FaultyApiServer proxy, TestNamespace namespace) {
    proxy.hold(call -> call.verb().equals("watch") && call.kind().equals("natstokenauths"));
    namespace.resource().delete();
    return proxy.calls().size();
  }

  private static void assertNothingIsWritten(FaultyApiServer proxy, int calls) {
    assertNothingIsWritten(proxy, calls, "get natstokenauths orders");
  }

  private static void assertNothingIsWritten(FaultyApiServer proxy, int calls, String question) {
    TestNamespace.await("a question for the resource, or a write")
        .until(() ->
            since(proxy, calls).stream()
                .anyMatch(c -> c.toString().equals(question) || isWrite(c)));
    assertThat(since(proxy, calls)).filteredOn(DeletedUnseenIT::isWrite).isEmpty();
  }

  private static List<ApiCall> since(FaultyApiServer proxy, int calls) {
    return proxy.calls().subList(calls, proxy.calls().size());
  }

  private static boolean isWrite(ApiCall call) {
    return call.isWrite() && !call.kind().endsWith("/status");
  }
}
