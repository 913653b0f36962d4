package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.chart.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
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
