package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.Rights;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The documentation gives a reason for each right that the chart grants, and for no other. */
@Tag("api")
class RightsTableIT {

  private static final String TEXT = Chart.read(Path.of("docs/rbac.md"));

  /** A row: the group if there is one, the resource, and the verbs. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (?:`(?<group>[^`]+)` )?`(?<resource>[^`]+)`(?<own>, only the operator's own)?"
              + " \\| (?<verbs>[a-z, ]+) \\|");

  @Test
  void theTableOfWatchedNamespacesIsWhatTheRoleGrants() {
    assertThat(documented("Where it watches")).isEqualTo(granted("tokens-nats-token-operator"));
  }

  @Test
  void theTableOfTheOwnNamespaceIsWhatTheRoleForTheLeaseGrants() {
    assertThat(documented("In its own namespace")).isEqualTo(granted("-lease"));
  }

  @Test
  void theStrictModeTakesNothingButListAndWatchOfSecrets() {
    Set<String> strict = rights("Role", "tokens-nats-token-operator", "strict");
    Set<String> taken = granted("tokens-nats-token-operator");
    taken.removeAll(strict);
    assertThat(taken).containsExactlyInAnyOrder("list secrets", "watch secrets");
  }

  @Test
  void aClusterRoleGrantsWhatTheRolesGrantAndTheWatchOfNamespaces() {
    Set<String> wanted = granted("tokens-nats-token-operator");
    wanted.addAll(documented("Where it watches all namespaces"));
    assertThat(rights("ClusterRole", "tokens-nats-token-operator", "all-namespaces"))
        .isEqualTo(wanted);
  }

  private static Set<String> granted(String role) {
    return rights("Role", role, "defaults");
  }

  private static Set<String> rights(String kind, String name, String installation) {
    Set<String> rights = new TreeSet<>();
    for (GenericKubernetesResource role : Helm.FOUR.objects(ChartIT.values(installation))) {
      if (role.getKind().equals(kind) && role.getMetadata().getName().endsWith(name)) {
        JsonNode rules =
            Serialization.unmarshal(Serialization.asYaml(role), JsonNode.class).path("rules");
        for (JsonNode rule : rules) {
          Rights.granted(Serialization.unmarshal(rule.toString(), PolicyRule.class))
              .forEach(rights::add);
        }
      }
    }
    assertThat(rights).as("rights of %s %s", kind, name).isNotEmpty();
    return rights;
  }

  private static Set<String> documented(String heading) {
    int begin = TEXT.indexOf("## " + heading + "\n");
    assertThat(begin).as("heading %s", heading).isNotNegative();
    int end = TEXT.indexOf("\n## ", begin);
    Set<String> rights = new TreeSet<>();
    for (String line : TEXT.substring(begin, end).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        String group = row.group("group") == null ? "" : row.group("group");
        boolean own = row.group("own") != null;
        for (String verb : List.of(row.group("verbs").split(", ", -1))) {
          rights.add(Rights.of(verb, group, row.group("resource"), own));
        }
      }
    }
    return rights;
  }
}
