package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An operator whose watch of one kind is late, while somebody else, such as another leader, writes.
 */
@Tag("api")
class OlderViewIT {

  @Test
  void aStatefulSetThatChangedUnseenIsNotWrittenOver() {
    assertNothingIsWritten(
        StatefulSet.class,
        "orders-nats",
        "statefulsets",
        set -> {
          set.getSpec().setMinReadySeconds(1);
          return set;
        });
  }

  @Test
  void norIsItWhereTheTokenSecretChangedUnseen() {
    assertNothingIsWritten(
        Secret.class,
        TestNamespace.TOKEN_SECRET,
        "secrets",
        secret -> {
          secret.getMetadata().getAnnotations().put("example.com/changed", "unseen");
          return secret;
        });
  }

  private static <T extends HasMetadata> void assertNothingIsWritten(
      Class<T> type, String name, String kind, UnaryOperator<T> change) {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.apply(Map.of("replicas", 1));
      namespace.awaitReady();
      Predicate<ApiCall> watches = call -> call.verb().equals("watch") && call.kind().equals(kind);
      proxy.hold(watches);
      namespace.edit(type, name, change);
      int calls = proxy.calls().size();

      namespace.apply(Map.of("replicas", 1, "authTimeout", "6s"));
      namespace.awaitUntil(
          "a word of what was not seen, or a write",
          r -> says(r, name + " changed since it was seen") || !writes(proxy, calls).isEmpty());
      assertThat(writes(proxy, calls)).isEmpty();

      proxy.hold(call -> false);
      namespace.awaitReady();
      assertThat(namespace.operator().failed()).isZero();
    }
  }

  private static boolean says(NatsTokenAuth resource, String words) {
    return StatusFactory.conditionsOf(resource.getStatus()).stream()
        .anyMatch(c -> c.getMessage().contains(words));
  }

  private static List<ApiCall> writes(FaultyApiServer proxy, int calls) {
    return proxy.calls().subList(calls, proxy.calls().size()).stream()
        .filter(call -> call.isWrite() && call.kind().equals("statefulsets"))
        .toList();
  }
}
