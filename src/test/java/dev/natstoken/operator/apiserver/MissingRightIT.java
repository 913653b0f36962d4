package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
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
    try (TestNamespace namespace = serving(spec(Map.of()))) {
      Role before = role(namespace, "services");
      String role = before.getMetadata().getName();
      takePatch(namespace, "services");
      namespace.apply(spec(Map.of("annotations", Map.of("team", "shop"))));
      namespace.awaitUntil("it is told", r -> isMissing(r, "services"));
      assertThat(Reported.isTrue(namespace.get(), Conditions.READY)).isTrue();
      assertThat(Reported.condition(namespace.get(), Conditions.STALLED)).isEmpty();
      namespace.edit(
          Role.class, role, r -> new RoleBuilder(r).withRules(before.getRules()).build());
      namespace.awaitReady(r -> Reported.condition(r, Conditions.RECONCILING).isEmpty());
      assertThat(namespace.eventReasons()).doesNotContain("Stalled");
    }
  }

  @Test
  void oneOnClaimsHoldsUpNoRotation() {
    ClaimGrowthIT.createClasses();
    try (TestNamespace namespace = serving(ClaimGrowthIT.size("1Gi"))) {
      ClaimGrowthIT.createClaim(namespace, ClaimGrowthIT.GROWING);
      takePatch(namespace, "persistentvolumeclaims");
      namespace.apply(ClaimGrowthIT.size("2Gi"));
      namespace.awaitUntil("it is told", r -> isMissing(r, "persistentvolumeclaims"));
      String former = namespace.token();
      AsUser.requestRotation(namespace.resource(), "1");
      namespace.awaitUntil("another token", _ -> !former.equals(namespace.token()));
    }
  }

  private static boolean isMissing(NatsTokenAuth resource, String right) {
    return Reported.condition(resource, Conditions.RECONCILING)
        .map(Condition::getMessage)
        .filter(m -> m.contains(right) && m.contains("operator's roles"))
        .isPresent();
  }

  private static void takePatch(TestNamespace namespace, String resource) {
    namespace.edit(
        Role.class, role(namespace, resource).getMetadata().getName(), r -> reading(r, resource));
    TestNamespace.await("the right is gone")
        .until(() -> !mayPatch(namespace, namespace, NAME, resource));
  }

  /** The one that says what the operator may do with these. */
  private static Role role(TestNamespace namespace, String resource) {
    return ApiServer.get()
        .client()
        .rbac()
        .roles()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .stream()
        .filter(r -> r.getRules().stream().anyMatch(p -> p.getResources().contains(resource)))
        .findFirst()
        .orElseThrow();
  }

  private static Role reading(Role role, String resource) {
    return new RoleBuilder(role)
        .withRules(
            role.getRules().stream()
                .map(r ->
                    r.getResources().equals(List.of(resource))
                        ? new PolicyRuleBuilder(r).withVerbs("get", "list", "watch").build()
                        : r)
                .toList())
        .build();
  }

  /** What the API server itself says; it learns of changed roles a moment later. */
  static boolean mayPatch(
      TestNamespace namespace, TestNamespace ofAccount, String account, String resource) {
    try (var client = ApiServer.get().clientOf(ofAccount.name(), account)) {
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
                  .withResource(resource)
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

  private static TestNamespace serving(Map<String, ?> spec) {
    TestNamespace namespace = new TestNamespace();
    Helm.FOUR.objects(STRICT, namespace.name()).stream()
        .filter(object -> RIGHTS.contains(object.getKind()))
        .forEach(object -> ApiServer.get().client().resource(object).create());
    namespace.startOperator(
        Map.of("OPERATOR_RESYNC", "1s", "OPERATOR_WATCH_SECRETS", "false"),
        ApiServer.get().clientOf(namespace.name(), NAME));
    namespace.apply(spec);
    namespace.awaitReady();
    return namespace;
  }
}
