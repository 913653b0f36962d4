package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
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

  /**
   * In the order in which a leaked token is replaced: {@code kubectl natstoken revoke} asks for it.
   */
  @Test
  void aTokenThatTheUserReplacedUnseenIsNotPublishedAgain() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.putSecret("mine", "token", "a-token-that-leaked-1");
      namespace.apply(Map.of("token", Map.of("existingSecret", Map.of("name", "mine"))));
      namespace.awaitReady();
      proxy.hold(call ->
          call.verb().equals("watch") && call.target().toString().contains("metadata.name%3Dmine"));
      namespace.putSecret("mine", "token", "another-token-instead");
      int calls = proxy.calls().size();
      namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
      TestNamespace.await("a question for the token, or an answer without it")
          .until(() ->
              proxy.calls().subList(calls, proxy.calls().size()).stream()
                  .anyMatch(c -> writesSecret(c) || c.toString().equals("get secrets mine")));
      assertThat(proxy.calls().subList(calls, proxy.calls().size()))
          .noneMatch(OlderViewIT::writesSecret);

      proxy.hold(call -> false);
      namespace.awaitReady(r -> r.getStatus().token().generation() == 2);
      assertThat(namespace.token()).isEqualTo("another-token-instead");
    }
  }

  @Test
  void whatSomebodyElseMadeUnderTheNameOfWhatIsGoneIsNotDeleted() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        TestNamespace namespace = new TestNamespace()) {
      namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
      namespace.apply(Map.of());
      namespace.awaitReady();
      NetworkPolicy policy = namespace.object(NetworkPolicy.class, "orders-nats").get();
      proxy.hold(call -> call.verb().equals("watch") && call.kind().equals("networkpolicies"));
      namespace.object(NetworkPolicy.class, "orders-nats").delete();
      namespace.create(
          policy
              .edit()
              .withNewMetadata()
              .withName("orders-nats")
              .addToLabels("team", "theirs")
              .endMetadata()
              .build());
      namespace.apply(Map.of("networkPolicy", Map.of("enabled", false)));
      namespace.awaitUntil(
          "a word of what was not seen, or its end",
          r ->
              says(r, "orders-nats changed since it was seen")
                  || namespace.object(NetworkPolicy.class, "orders-nats").get() == null);
      proxy.hold(call -> false);
      namespace.awaitReady();
      assertThat(namespace.object(NetworkPolicy.class, "orders-nats").get())
          .isNotNull()
          .satisfies(p -> assertThat(p.getMetadata().getLabels()).containsEntry("team", "theirs"));
    }
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

  private static boolean writesSecret(ApiCall call) {
    return call.isWrite() && call.kind().equals("secrets");
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
