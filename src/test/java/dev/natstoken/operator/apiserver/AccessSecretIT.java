package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.ACCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.faults.Injection;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Secret of an access, whatever others do with it. */
@Tag("api")
class AccessSecretIT {

  private static final String TOKEN = "put-in-by-hand-0123456789abcdefghijklmnop";

  @Test
  void aSecretOfSomebodyElseIsRespectedUntilItIsGone() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.clients().putSecret(ACCESS, "token", "mine");
      both.ask();
      NatsTokenAccessStatus status = both.awaitReason(ACCESS, "NameConflict");
      assertThat(status.binding()).isNull();
      both.edit(TOKEN);
      both.operator().awaitReconciliations(2);
      assertThat(both.copy().getData().keySet()).containsExactly("token");
      assertThat(both.copiedToken()).isEqualTo("mine");
      both.clients().object(Secret.class, ACCESS).delete();
      both.awaitCopy();
    }
  }

  @Test
  void ofTwoThatAskForOneSecretTheSecondIsToldAndFollowsTheFirst() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.ask("second", Map.of("secretName", ACCESS));
      assertThat(stalled(both.awaitReason("second", "NameConflict")))
          .contains("belongs to NatsTokenAccess \"orders-nats\"");
      both.access(ACCESS).delete();
      both.clients().collectGarbage(Set.of());
      both.awaitReady("second");
      both.awaitData();
    }
  }

  @Test
  void aSecretOfAFormerNameGoes() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.ask(ACCESS, Map.of("secretName", "renamed"));
      both.awaitGone(ACCESS);
      both.awaitReady(ACCESS);
      assertThat(both.copies()).containsExactly("renamed");
    }
  }

  /** Where Secrets are not watched, nothing but the status tells of it. */
  @Test
  void norDoesOneStayWhoseNameCouldNotBeTold() {
    try (FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
        AccessNamespaces both = AccessNamespaces.allowed()) {
      both.stopOperator();
      proxy.rule(call ->
          call.kind().equals("natstokenaccesses/status") ? Injection.SERVER_ERROR : Injection.NONE);
      both.startOperator(
          Map.of("OPERATOR_WATCH_SECRETS", "false", "OPERATOR_RESYNC", "1s"),
          ApiServer.operatorClient(proxy.config()));
      both.ask();
      TestNamespace.await("an answer that says nothing")
          .until(() ->
              proxy.calls().stream().anyMatch(c -> c.kind().equals("natstokenaccesses/status")));
      both.ask(ACCESS, Map.of("secretName", "renamed"));
      proxy.rule(call -> Injection.NONE);
      both.awaitReady(ACCESS);
      both.awaitGone(ACCESS);
      assertThat(both.copies()).containsExactly("renamed");
    }
  }

  @Test
  void aSecretThatLostItsLabelsGoesWithTheConsentAllTheSame() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.stopOperator();
      both.clients()
          .edit(
              Secret.class,
              ACCESS,
              old ->
                  new SecretBuilder(old).editMetadata().withLabels(Map.of()).endMetadata().build());
      both.allow();
      both.startOperator("5m");
      both.awaitGone(ACCESS);
      both.awaitReason(ACCESS, "AccessNotAllowed");
    }
  }

  @Test
  void aSecretThatCannotFollowSaysWhetherItsTokenStillWorks() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.owners()
          .apply(
              Map.of(
                  "replicas",
                  3,
                  "allowedNamespaces",
                  Map.of("names", List.of(both.clients().name()))));
      both.ask();
      both.awaitCopy();
      String urls = "{{url}}".repeat(1100);
      both.ask(ACCESS, Map.of("template", Map.of("a", urls, "b", urls)));
      NatsTokenAccessStatus status = both.awaitReason(ACCESS, "SecretTooLarge");
      assertThat(status.binding().name()).isEqualTo(ACCESS);
      assertThat(stalled(status)).contains("It holds the published token");
      String former = both.copiedToken();
      both.edit(TOKEN);
      TestNamespace.await("told that it holds another token")
          .until(() -> !stalled(both.access(ACCESS).get().getStatus()).contains("published token"));
      assertThat(both.copiedToken()).isEqualTo(former);
      both.ask();
      both.awaitCopy();
      assertThat(both.copiedToken()).isEqualTo(TOKEN);
    }
  }

  private static String stalled(NatsTokenAccessStatus status) {
    return Conditions.find(status.conditions(), Conditions.STALLED).orElseThrow().getMessage();
  }

  @Test
  void whatWasChangedByHandComesBack() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.clients().putSecret(ACCESS, "token", "mine");
      both.awaitCopy();
      both.clients().object(Secret.class, ACCESS).delete();
      both.awaitCopy();
    }
  }
}
