package dev.natstoken.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people may do who have one of the cluster's own roles in a namespace. */
@EndToEnd
class AggregatedRolesE2E {

  private static final Set<String> READ = Set.of("get", "list", "watch");
  private static final Set<String> WRITE =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final Set<String> ALL =
      Stream.of(READ, WRITE).flatMap(Set::stream).collect(Collectors.toSet());

  private final InstalledOperator operator = InstalledOperator.get();
  private final KubernetesClient client = operator.client();

  @Test
  void whoMayViewSeesAllAndChangesNothing() {
    assertRights("view", READ, READ, READ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit", "admin"})
  void whoMayEditChangesAndScalesButReportsNoStatus(String role) {
    assertRights(role, ALL, READ, ALL);
  }

  private void assertRights(
      String role, Set<String> resource, Set<String> status, Set<String> scale) {
    try (TestServers servers = new TestServers(operator)) {
      String namespace = servers.namespace();
      bind(namespace, role);
      Awaitility.await("the rights of " + role)
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(allowed(namespace, role, "")).isEqualTo(resource));
      assertThat(allowed(namespace, role, "status")).isEqualTo(status);
      assertThat(allowed(namespace, role, "scale")).isEqualTo(scale);
      assertThat(allowed("default", role, "")).isEmpty();
    }
  }

  private void bind(String namespace, String role) {
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user(role), null)
                .build())
        .create();
  }

  private static String user(String role) {
    return "somebody-with-" + role;
  }

  private Set<String> allowed(String namespace, String role, String subresource) {
    Set<String> allowed = new TreeSet<>();
    for (String verb : ALL) {
      SubjectAccessReview review =
          new SubjectAccessReviewBuilder()
              .withNewSpec()
              .withUser(user(role))
              .withNewResourceAttributes()
              .withNamespace(namespace)
              .withGroup("natstoken.dev")
              .withResource("natstokenauths")
              .withSubresource(subresource)
              .withVerb(verb)
              .endResourceAttributes()
              .endSpec()
              .build();
      if (client.resource(review).create().getStatus().getAllowed()) {
        allowed.add(verb);
      }
    }
    return allowed;
  }
}
