package dev.natstoken.operator.e2e;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.AuditEvent;
import dev.natstoken.operator.Rights;
import dev.natstoken.operator.e2e.InstalledOperator.Tenure;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the operator asked of the API server in this run, by the audit log, beside its rights. */
record OperatorRights(List<JsonNode> requests) {

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

  /** Not on a cluster that was given: its audit log is not at hand. CI has one of its own. */
  static boolean canBeSeen() {
    return System.getProperty("audit.log") != null || System.getenv("CI") != null;
  }

  /** Only while this run's operator was there: one that is removed loses its rights first. */
  static OperatorRights inUse() throws IOException {
    List<Tenure> tenures = InstalledOperator.tenures();
    List<JsonNode> requests = new ArrayList<>();
    if (tenures.isEmpty()) {
      return new OperatorRights(requests);
    }
    for (Path file : logs()) {
      try (Stream<String> lines = Files.lines(file)) {
        lines
            .filter(line -> line.contains(USER))
            .map(AuditEvent::parse)
            .filter(e -> e.at("/user/username").asText().equals(USER))
            .filter(e -> !e.at("/objectRef/apiGroup").asText().equals(GRANTED_TO_ALL))
            .filter(e -> isWithin(tenures, Instant.parse(e.path("stageTimestamp").asText())))
            .forEach(requests::add);
      }
    }
    return new OperatorRights(requests);
  }

  private static boolean isWithin(List<Tenure> tenures, Instant instant) {
    return tenures.stream().anyMatch(t -> t.contains(instant));
  }

  void assertNoneIsMissing() {
    assertThat(requests.stream().filter(OperatorRights::isRefused).map(JsonNode::toString))
        .as("requests that were refused")
        .isEmpty();
  }

  /** After a run of all classes alone: each needs some of the rights. */
  void assertEachIsUsed(KubernetesClient client) {
    Set<String> used = new TreeSet<>();
    requests.stream().flatMap(r -> Rights.used(r, "leases", NAME)).forEach(used::add);
    Set<String> unused = granted(client);
    unused.removeAll(used);
    assertThat(unused).as("rights that nobody used").isEqualTo(NEVER_USED);
  }

  private static boolean isRefused(JsonNode request) {
    return request.at("/responseStatus/code").asInt() == HTTP_FORBIDDEN;
  }

  /** The API server begins a new file every 100 MB and keeps the old ones beside it. */
  private static List<Path> logs() throws IOException {
    Path newest = Path.of(System.getProperty("audit.log"));
    try (Stream<Path> files = Files.list(newest.getParent())) {
      return files.filter(f -> f.getFileName().toString().startsWith("audit")).toList();
    }
  }

  private static Set<String> granted(KubernetesClient client) {
    var rbac = client.rbac();
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
