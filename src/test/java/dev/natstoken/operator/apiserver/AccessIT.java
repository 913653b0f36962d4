package dev.natstoken.operator.apiserver;

import static dev.natstoken.operator.apiserver.AccessNamespaces.ACCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAccess;
import dev.natstoken.operator.api.NatsTokenAccessStatus;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The token goes to other namespaces, to those that its owner allows and to no others. */
@Tag("api")
class AccessIT {

  private static final String TOKEN = "put-in-by-hand-0123456789abcdefghijklmnop";

  @Test
  void theSecretHoldsWhatClientsReadAndWhatWasAskedForAndBelongsToTheAccess() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask(
          ACCESS,
          Map.of(
              "labels",
              Map.of("team", "shop"),
              "annotations",
              Map.of("note", "hello"),
              "template",
              Map.of("app.properties", "nats.token={{token}}")));
      NatsTokenAccessStatus status = both.awaitReason(ACCESS, "Bound");
      Secret copy = both.copy();
      assertThat(copy.getData()).containsAllEntriesOf(both.published());
      assertThat(copy.getData().keySet())
          .containsExactlyInAnyOrder(
              "app.properties",
              "host",
              "port",
              "provider",
              "servers",
              "token",
              "type",
              "uri",
              "url");
      assertThat(SecretText.of(copy, "app.properties"))
          .isEqualTo("nats.token=" + both.owners().token());
      assertThat(copy.getType()).isEqualTo("servicebinding.io/nats");
      assertThat(copy.getMetadata().getLabels()).containsEntry("team", "shop");
      assertThat(copy.getMetadata().getAnnotations()).containsEntry("note", "hello");
      assertThat(copy.getMetadata().getOwnerReferences())
          .extracting(r -> r.getUid())
          .containsExactly(both.access(ACCESS).get().getMetadata().getUid());
      assertThat(status.binding().name()).isEqualTo(ACCESS);
      assertThat(status.tokenGeneration()).isEqualTo(1);
      TestNamespace.await("its Event")
          .until(() -> both.clients().eventReasons().equals(List.of("Ready")));
      both.operator().assertNoneFailed();
    }
  }

  @Test
  void whoIsNotAllowedCannotTellWhetherThereIsSuchAResource() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.allow("another-namespace");
      both.ask("there", Map.of());
      both.ask(
          "not-there",
          Map.of("authRef", Map.of("namespace", both.owners().name(), "name", "others")));
      String there = text(both.awaitReason("there", "AccessNotAllowed"));
      String notThere = text(both.awaitReason("not-there", "AccessNotAllowed"));
      assertThat(there.replace("\"orders\"", "\"others\"")).isEqualTo(notThere);
      assertThat(both.copies()).isEmpty();
    }
  }

  /** All that can be read of it, but for the times. */
  private static String text(NatsTokenAccessStatus status) {
    status.conditions().forEach(c -> c.setLastTransitionTime(null));
    return status.toString();
  }

  @Test
  void anEditedTokenIsFollowedAndSoIsTheEndOfConsent() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.edit(TOKEN);
      TestNamespace.await("the edited token").until(() -> both.copiedToken().equals(TOKEN));
      both.awaitCopy();
      both.allow();
      both.awaitGone(ACCESS);
      assertThat(both.awaitReason(ACCESS, "AccessNotAllowed").binding()).isNull();
      both.allow(both.clients().name());
      both.awaitCopy();
    }
  }

  @Test
  void theSecretGoesWithTheResourceThatGaveIt() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      both.owners().resource().delete();
      both.awaitGone(ACCESS);
      both.awaitReason(ACCESS, "AccessNotAllowed");
    }
  }

  @Test
  void aNamespaceIsAllowedByItsLabels() {
    try (AccessNamespaces both = new AccessNamespaces()) {
      both.startOperator("1s");
      both.allow(Map.of("selector", Map.of("matchLabels", Map.of("team", "shop"))));
      both.awaitToken();
      both.ask();
      both.awaitReason(ACCESS, "AccessNotAllowed");
      both.label("shop");
      both.awaitCopy();
      both.label("billing");
      both.awaitGone(ACCESS);
      both.awaitReason(ACCESS, "AccessNotAllowed");
    }
  }

  @Test
  void aPausedAccessFollowsNothingButTheEndOfConsent() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask();
      both.awaitCopy();
      String former = both.copiedToken();
      both.ask(ACCESS, Map.of("paused", true));
      TestNamespace.await("Paused")
          .until(() ->
              Conditions.isTrue(
                  both.access(ACCESS).get().statusOrNone().conditionsOrEmpty(), Conditions.PAUSED));
      both.edit(TOKEN);
      both.operator().awaitReconciliations(3);
      assertThat(both.copiedToken()).isEqualTo(former);
      both.allow();
      both.awaitGone(ACCESS);
    }
  }

  @Test
  void anAccessInTheNamespaceOfTheOwnerNeedsConsentAsAnyOther() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      Map<String, Object> spec =
          Map.of("authRef", Map.of("namespace", both.owners().name(), "name", "orders"));
      both.ask(both.owners(), ACCESS, spec);
      TestNamespace.await("refused").until(() -> ownReason(both).equals("AccessNotAllowed"));
      both.allow(both.owners().name());
      TestNamespace.await("allowed").until(() -> ownReason(both).equals("Bound"));
      TestNamespace.await("what is published")
          .untilAsserted(() ->
              assertThat(AccessNamespaces.secret(both.owners(), ACCESS).getData())
                  .isEqualTo(both.published()));
    }
  }

  private static String ownReason(AccessNamespaces both) {
    NatsTokenAccess access = both.owners().object(NatsTokenAccess.class, ACCESS).get();
    return AccessNamespaces.ready(access).map(c -> c.getReason()).orElse("");
  }

  @Test
  void aNamespaceThatIsNotWatchedGivesNothingAndThatIsSaid() {
    try (AccessNamespaces both = AccessNamespaces.allowed()) {
      both.ask(ACCESS, Map.of("authRef", Map.of("namespace", "default", "name", "orders")));
      both.awaitReason(ACCESS, "NamespaceNotWatched");
    }
  }

  @Test
  void anAccessThatIsTooEarlyWaitsForTheToken() {
    try (AccessNamespaces both = new AccessNamespaces()) {
      both.owners()
          .apply(
              Map.of(
                  "allowedNamespaces",
                  Map.of("names", List.of(both.clients().name())),
                  "token",
                  Map.of("existingSecret", Map.of("name", "mine"))));
      both.ask();
      both.startOperator("5m");
      both.awaitReason(ACCESS, "AwaitingToken");
      both.owners().putSecret("mine", "token", TOKEN);
      both.awaitReady(ACCESS);
      assertThat(both.copiedToken()).isEqualTo(TOKEN);
    }
  }

  @Test
  void whatCannotBeIsRefusedWhenItIsApplied() {
    try (AccessNamespaces both = new AccessNamespaces()) {
      Map<String, String> ref = Map.of("namespace", "a", "name", "orders");
      assertThatThrownBy(() -> both.ask("no.label", Map.of())).hasMessageContaining("63");
      for (Map<String, ?> spec :
          List.<Map<String, ?>>of(
              Map.of("authRef", Map.of("name", "orders")),
              Map.of("authRef", Map.of("namespace", "a b", "name", "orders")),
              Map.of("authRef", ref, "secretName", "UPPER"),
              Map.of("authRef", ref, "labels", Map.of("natstoken.dev/access", "a")),
              Map.of("authRef", ref, "template", Map.of("token", "a")),
              Map.of("authRef", ref, "template", Map.of("a", "{{password}}")))) {
        assertThatThrownBy(() -> both.ask(both.clients(), "wrong", spec))
            .as(spec.toString())
            .isInstanceOf(KubernetesClientException.class);
      }
      assertThatThrownBy(() -> both.allow(Map.of("selector", Map.of())))
          .hasMessageContaining("at least one label");
    }
  }
}
