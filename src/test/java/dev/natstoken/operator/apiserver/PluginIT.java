package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Kubectl;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl natstoken refuses, and what it says of itself. */
@Tag("api")
class PluginIT {

  @Test
  void whoMayNotReadIsToldWhichRightIsMissing() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      for (String verb :
          List.of("status", "token", "rotate", "revoke", "clients", "context", "pause", "report")) {
        assertThat(kubectl.natstoken(verb, "orders", "--as", "nobody").refused())
            .as(verb)
            .contains(
                "you lack a right in the namespace " + namespace.name(), "cannot get resource")
            .doesNotContain(namespace.token());
      }
    }
  }

  @Test
  void whatDoesNotExistIsSaidSo() {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      assertThat(kubectl.natstoken("token", "invoices").refused())
          .contains("no NatsTokenAuth invoices in the namespace " + namespace.name());
      assertThat(kubectl.natstoken("status", "orders", "-n", "absent").refused())
          .contains("no namespace absent");
      assertThat(kubectl.natstoken("status").done()).contains("no NatsTokenAuth in the namespace");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token -- --all",
        "token -- -A",
        "status Orders",
        "token a;id",
        "token $(id)",
        "token a b",
        "token",
        "rotate orders --yes",
        "frobnicate",
        "-n x token",
        "token orders -n --all",
        "rotate orders --timeout soon",
        "rotate orders --timeout 10m5s",
        "rotate orders --wait --cancel",
        "status orders -o yaml",
        "token orders --namespace",
        "token orders --unknown",
        "pause --"
      })
  void whatIsNoCommandIsRefusedBeforeTheServerIsAsked(String line) {
    try (TestNamespace namespace = new TestNamespace()) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      String before = kubectl.seen();
      Kubectl.Outcome outcome = kubectl.natstoken(line.split(" ", -1));
      assertThat(outcome.code()).as(outcome.errors()).isEqualTo(2);
      assertThat(outcome.errors()).contains("kubectl natstoken: ");
      assertThat(kubectl.seen().substring(before.length()).lines())
          .as("calls of kubectl by the plugin")
          .noneMatch(l -> l.equals("get") || l.equals("annotate") || l.equals("delete"));
    }
  }

  @Test
  void everyVerbHasHelpAndIsCompleted() {
    try (TestNamespace namespace = TestNamespace.serving(Map.of())) {
      Kubectl kubectl = ApiServer.get().kubectl(namespace.name());
      String verbs = kubectl.run("__complete", "natstoken", "").done();
      assertThat(verbs.lines()).contains("status", "revoke", "report");
      verbs
          .lines()
          .filter(v -> v.matches("[a-z]+") && !v.matches("help|completion"))
          .forEach(verb ->
              assertThat(kubectl.natstoken(verb, "--help").done())
                  .startsWith("kubectl natstoken " + verb));
      assertThat(kubectl.run("__complete", "natstoken", "token", "").done().lines())
          .contains("orders");
      assertThat(kubectl.run("__complete", "natstoken", "rotate", "orders", "--").done().lines())
          .contains("--wait", "--cancel", "--namespace");
      assertThat(kubectl.natstoken("help").done()).contains("kubectl natstoken VERB");
    }
  }
}
