package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.chart.Helm;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles that are changed under a running operator, as when its chart is upgraded. */
@Tag("api")
class MissingRightIT {

  private static final Path STRICT = Path.of("src/test/resources/helm/values/strict.yaml");
  private static final Set<String> RIGHTS = Set.of("Role", "RoleBinding");
  private static final String NAME = "tokens-nats-token-operator";

  @Test
  void aRightThatComesBackWithinAMinuteStallsNothing() {
    try (TestNamespace namespace = serving()) {
      Role before = role(namespace);
      String role = before.getMetadata().getName();
      namespace.edit(Role.class, role, MissingRightIT::withoutServices);
      TestNamespace.await("the right is gone").until(() -> !mayPatchServices(namespace));
      namespace.apply(spec(Map.of("annotations", Map.of("team", "shop"))));
      namespace.awaitUntil(
          "it is told",
          r ->
              Reported.condition(r, Conditions.RECONCILING)
                  .map(Condition::getMessage)
                  .filter(m -> m.contains("services") && m.contains("operator's roles"))
                  .isPresent());
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
      assertThat(Reported.condition(namespace.get(), Conditions.STALLED)).isEmpty();
      namespace.edit(
          Role.class, role, r -> new RoleBuilder(r).withRules(before.getRules()).build());
      namespace.awaitReady(r -> Reported.condition(r, Conditions.RECONCILING).isEmpty());
      assertThat(namespace.eventReasons()).doesNotContain("Stalled");
    }
  }

  /** The one that says what the operator may do with Services. */
  private static Role role(TestNamespace namespace) {
    return ApiServer.get()
        .client()
        .rbac()
        .roles()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .stream()
        .filter(r -> r.getRules().stream().anyMatch(p -> p.getResources().contains("services")))
        .findFirst()
        .orElseThrow();
  }

  private static Role withoutServices(Role role) {
    return new RoleBuilder(role)
        .withRules(
            role.getRules().stream()
                .map(r ->
                    r.getResources().equals(List.of("services"))
                        ? new PolicyRuleBuilder(r).withVerbs("get", "list", "watch").build()
                        : r)
                .toList())
        .build();
  }

  /** What the API server itself says; it learns of changed roles a moment later. */
  private static boolean mayPatchServices(TestNamespace namespace) {
    try (var client = ApiServer.get().clientOf(namespace.name(), NAME)) {
      return client
          .authorization()
          .v1()
          .selfSubjectAccessReview()
          .create(
              new SelfSubjectAccessReviewBuilder()
                  .withNewSpec()
                  .withNewResourceAttributes()
                  .withNamespace(namespace.name())
                  .withVerb("patch")
                  .withResource("services")
                  .endResourceAttributes()
                  .endSpec()
                  .build())
          .getStatus()
          .getAllowed();
    }
  }

  private static Map<String, ?> spec(Map<String, ?> service) {
    return Map.of("token", Map.of("bcryptCost", 4), "service", service);
  }

  private static TestNamespace serving() {
    TestNamespace namespace = new TestNamespace();
    Helm.FOUR.objects(STRICT, namespace.name()).stream()
        .filter(object -> RIGHTS.contains(object.getKind()))
        .forEach(object -> ApiServer.get().client().resource(object).create());
    namespace.startOperatorAs(
        NAME, Map.of("OPERATOR_RESYNC", "1s", "OPERATOR_WATCH_SECRETS", "false"));
    namespace.apply(spec(Map.of()));
    namespace.awaitReady();
    return namespace;
  }
}
