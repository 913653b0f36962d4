package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.chart.Helm;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Roles of the chart for a list of namespaces are all that an access needs. */
@Tag("api")
class AccessRightsIT {

  private static final Set<String> KINDS = Set.of("Role", "RoleBinding");

  @TempDir private Path folder;

  @Test
  void theRolesOfTwoNamespacesAreEnoughToGiveATokenAndToTakeItBack() throws IOException {
    try (AccessNamespaces both = new AccessNamespaces()) {
      both.startOperatorAs(grant(both));
      both.label("shop");
      both.allow(Map.of("selector", Map.of("matchLabels", Map.of("team", "shop"))));
      both.awaitToken();
      both.ask();
      both.awaitCopy();
      both.edit("put-in-by-hand-0123456789abcdefghijklmnop");
      both.awaitCopy();
      both.allow();
      both.awaitGone(AccessNamespaces.ACCESS);
      both.operator().assertNoneFailed();
    }
  }

  @Test
  void aRightThatComesBackWithinAMinuteStallsNothing() throws IOException {
    try (AccessNamespaces both = new AccessNamespaces()) {
      String account = grant(both);
      both.startOperatorAs(account);
      both.allow(both.clients().name());
      both.awaitToken();
      both.ask();
      both.awaitCopy();
      Role before = takeSecrets(both);
      TestNamespace.await("the right is gone")
          .until(() -> !MissingRightIT.mayPatch(both.clients(), both.owners(), account, "secrets"));
      both.edit("put-in-by-hand-0123456789abcdefghijklmnop");
      TestNamespace.await("it is told").until(() -> isMissing(both));
      assertThat(AccessNamespaces.ready(both.access(AccessNamespaces.ACCESS).get()))
          .map(Condition::getStatus)
          .contains("True");
      both.clients()
          .edit(
              Role.class,
              before.getMetadata().getName(),
              role -> new RoleBuilder(role).withRules(before.getRules()).build());
      both.awaitCopy();
      TestNamespace.await("nothing is under way")
          .until(() -> conditions(both).stream().noneMatch(c -> c.getType().equals("Reconciling")));
      assertThat(both.clients().eventReasons()).doesNotContain("Stalled");
    }
  }

  private static boolean isMissing(AccessNamespaces both) {
    return Conditions.find(conditions(both), Conditions.RECONCILING)
        .filter(c -> c.getMessage().contains("secrets") && c.getMessage().contains("roles"))
        .isPresent();
  }

  private static List<Condition> conditions(AccessNamespaces both) {
    return both.access(AccessNamespaces.ACCESS).get().statusOrNone().conditionsOrEmpty();
  }

  /** Leaves of the right on Secrets of the clients only that to see them. Returns what was. */
  private static Role takeSecrets(AccessNamespaces both) {
    Role before =
        ApiServer.get()
            .client()
            .rbac()
            .roles()
            .inNamespace(both.clients().name())
            .list()
            .getItems()
            .stream()
            .filter(r -> r.getRules().stream().anyMatch(p -> p.getResources().contains("secrets")))
            .findFirst()
            .orElseThrow();
    both.clients()
        .edit(
            Role.class,
            before.getMetadata().getName(),
            role ->
                new RoleBuilder(role)
                    .editMatchingRule(rule -> rule.getResources().contains("secrets"))
                    .withVerbs("get", "list", "watch")
                    .endRule()
                    .build());
    return before;
  }

  /** Returns the name of the service account in the namespace of the owner. */
  private String grant(AccessNamespaces both) throws IOException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(
        values,
        Serialization.asYaml(
            Map.of("watchNamespaces", List.of(both.owners().name(), both.clients().name()))));
    KubernetesClient client = ApiServer.get().client();
    List<GenericKubernetesResource> roles =
        Helm.FOUR.objects(values, both.owners().name()).stream()
            .filter(object -> KINDS.contains(object.getKind()))
            .toList();
    roles.forEach(role -> client.resource(role).create());
    List<String> accounts =
        roles.stream()
            .filter(role -> role.getKind().equals("RoleBinding"))
            .map(Serialization::asYaml)
            .map(yaml -> Serialization.unmarshal(yaml, RoleBinding.class))
            .flatMap(binding -> binding.getSubjects().stream())
            .map(subject -> subject.getName())
            .distinct()
            .toList();
    assertThat(accounts).hasSize(1);
    return accounts.getFirst();
  }
}
