package dev.natstoken.operator.e2e;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.AuditEvent;
import dev.natstoken.operator.Rights;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs after the others and asks the API server's audit log what the operator needed all along. */
@Tag("e2e")
@Order(Integer.MAX_VALUE - 1)
class RightsE2E {

  private static final String NAME = "nats-token-operator";
  private static final String USER =
      "system:serviceaccount:" + InstalledOperator.NAMESPACE + ":" + NAME;

  /** Everybody may ask for their own rights. */
  private static final String GRANTED_TO_ALL = "authorization.k8s.io";

  /** What others ask for in the operator's name; docs/rbac.md says who. */
  private static final Set<String> NEVER_USED =
      Set.of(
          "update natstoken.dev natstokenauths/finalizers",
          "update coordination.k8s.io leases (own)");

  private final InstalledOperator operator = InstalledOperator.get();

  @Test
  void everyRightIsUsedAndNoneIsMissing() throws IOException {
    assertThat(SeenTokens.all()).as("run this with the other end-to-end tests").isNotEmpty();
    List<JsonNode> requests = requests();
    assertThat(requests.stream().filter(RightsE2E::isRefused).map(JsonNode::toString)).isEmpty();
    Set<String> used = new TreeSet<>();
    requests.stream().flatMap(r -> Rights.used(r, "leases", NAME)).forEach(used::add);
    Set<String> unused = granted();
    unused.removeAll(used);
    assertThat(unused).isEqualTo(NEVER_USED);
  }

  private static boolean isRefused(JsonNode request) {
    return request.at("/responseStatus/code").asInt() == HTTP_FORBIDDEN;
  }

  /** Since the operator was installed: one that an earlier run left loses its rights first. */
  private List<JsonNode> requests() throws IOException {
    Instant start = installed();
    List<JsonNode> requests = new ArrayList<>();
    for (Path file : logs()) {
      try (Stream<String> lines = Files.lines(file)) {
        lines
            .filter(line -> line.contains(USER))
            .map(AuditEvent::parse)
            .filter(e -> e.at("/user/username").asText().equals(USER))
            .filter(e -> !e.at("/objectRef/apiGroup").asText().equals(GRANTED_TO_ALL))
            .filter(e -> Instant.parse(e.path("stageTimestamp").asText()).isAfter(start))
            .forEach(requests::add);
      }
    }
    return requests;
  }

  private Instant installed() {
    return Instant.parse(
        operator
            .client()
            .apps()
            .deployments()
            .inNamespace(InstalledOperator.NAMESPACE)
            .withName(NAME)
            .get()
            .getMetadata()
            .getCreationTimestamp());
  }

  /** The API server begins a new file every 100 MB and keeps the old ones beside it. */
  private static List<Path> logs() throws IOException {
    Path newest = Path.of(System.getProperty("audit.log"));
    try (Stream<Path> files = Files.list(newest.getParent())) {
      return files.filter(f -> f.getFileName().toString().startsWith("audit")).toList();
    }
  }

  private Set<String> granted() {
    var rbac = operator.client().rbac();
    String clusterRole = InstalledOperator.NAMESPACE + "-" + NAME;
    List<PolicyRule> everywhere = rbac.clusterRoles().withName(clusterRole).get().getRules();
    List<PolicyRule> here =
        rbac.roles()
            .inNamespace(InstalledOperator.NAMESPACE)
            .withName(NAME + "-lease")
            .get()
            .getRules();
    Set<String> granted = new TreeSet<>();
    Stream.concat(everywhere.stream(), here.stream())
        .flatMap(Rights::granted)
        .forEach(granted::add);
    return granted;
  }
}
