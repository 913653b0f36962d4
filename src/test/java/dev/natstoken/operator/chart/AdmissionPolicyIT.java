package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody reads a Secret, or has Pods replaced, through a resource who could not do it alone. */
@Tag("api")
@Execution(ExecutionMode.SAME_THREAD) // All of them write one resource, which each takes away.
class AdmissionPolicyIT {

  private static final String WATCHED = "policy-watched";
  private static final String OTHER = "policy-other";

  private static final Map<String, ?> TOKEN =
      Map.of("token", Map.of("existingSecret", Map.of("name", "loot")));
  private static final Map<String, ?> CERTIFICATE = Map.of("tls", Map.of("secretName", "loot"));
  private static final Map<String, ?> ROUTES =
      Map.of("tls", Map.of("secretName", "mine", "routes", Map.of("secretName", "loot")));
  private static final Map<String, ?> AUTHORITY =
      Map.of("serverRef", Map.of("name", "mine", "caSecretName", "loot"));
  private static final Map<String, ?> PULL =
      Map.of(
          "image", Map.of("pullSecrets", List.of(Map.of("name", "mine"), Map.of("name", "loot"))));
  private static final Map<String, ?> SERVERS = Map.of("serverRef", Map.of("name", "loot"));

  private static final KubernetesClient ADMIN = ApiServer.get().client();
  private static final AtomicInteger USERS = new AtomicInteger();
  private static List<GenericKubernetesResource> policy;

  private final List<KubernetesClient> clients = new ArrayList<>();

  @BeforeAll
  static void install() {
    for (String namespace : List.of(WATCHED, OTHER)) {
      ADMIN
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    policy =
        Helm.FOUR.objects(ChartIT.values("defaults"), WATCHED).stream()
            .filter(o -> o.getKind().startsWith("ValidatingAdmissionPolicy"))
            .toList();
    assertThat(policy).hasSize(2);
    policy.forEach(o -> ADMIN.resource(o).serverSideApply());
    KubernetesClient probe = user(WATCHED);
    AtomicInteger probes = new AtomicInteger();
    // A resource that was let through is not asked about again.
    Awaitility.await("the policy is enforced")
        .atMost(Duration.ofSeconds(30))
        .until(() -> refusal(probe, WATCHED, "probe-" + probes.incrementAndGet(), TOKEN) != null);
    probe.close();
  }

  @AfterAll
  static void remove() {
    policy.forEach(o -> ADMIN.resource(o).delete());
  }

  @AfterEach
  void close() {
    clients.forEach(KubernetesClient::close);
    for (String namespace : List.of(WATCHED, OTHER)) {
      ADMIN
          .genericKubernetesResources("natstoken.dev/v1alpha1", "NatsTokenAuth")
          .inNamespace(namespace)
          .delete();
    }
  }

  static List<Arguments> references() {
    return List.of(
        Arguments.of("token.existingSecret.name", TOKEN, get("loot")),
        Arguments.of("tls.secretName", CERTIFICATE, get("loot")),
        Arguments.of("tls.routes.secretName", ROUTES, get("loot")),
        Arguments.of("serverRef.caSecretName", AUTHORITY, get("loot")),
        Arguments.of("image.pullSecrets", PULL, get("loot")),
        Arguments.of("serverRef.name", SERVERS, patch("loot")));
  }

  @ParameterizedTest
  @MethodSource("references")
  void whoeverLacksTheRightIsToldWhichOneItIs(String field, Map<String, ?> spec, PolicyRule right) {
    KubernetesClient user = client(WATCHED, get("mine"), patch("mine"));
    assertThat(refusal(user, WATCHED, "orders", spec))
        .contains("spec." + field + " names the ", " loot: ", "needs the right to ")
        .contains(right.getVerbs().getFirst() + " it in " + WATCHED);
  }

  @ParameterizedTest
  @MethodSource("references")
  void whoeverHasTheRightIsLetThrough(String field, Map<String, ?> spec, PolicyRule right) {
    KubernetesClient user = client(WATCHED, get("mine"), patch("mine"), right);
    assertThat(refusal(user, WATCHED, "orders", spec)).as(field).isNull();
  }

  @ParameterizedTest
  @MethodSource("references")
  void whatWasNamedBeforeIsNotAskedAboutAgain(String field, Map<String, ?> spec, PolicyRule right) {
    apply(ADMIN, WATCHED, "orders", spec, Map.of());
    KubernetesClient user = client(WATCHED);
    assertThatCode(() -> apply(user, WATCHED, "orders", spec, Map.of("team", "shop")))
        .as(field)
        .doesNotThrowAnyException();
  }

  @Test
  void whoeverGivesATokenToAnotherNamespaceMustBeAllowedToReadIt() {
    Map<String, ?> byName = Map.of("allowedNamespaces", Map.of("names", List.of(OTHER)));
    Map<String, ?> byLabels =
        Map.of("allowedNamespaces", Map.of("selector", Map.of("matchLabels", Map.of("a", "b"))));
    KubernetesClient user = client(WATCHED);
    for (Map<String, ?> spec : List.of(byName, byLabels)) {
      assertThat(refusal(user, WATCHED, "orders", spec))
          .contains("gives away", "orders-nats-token", "needs the right to get it in " + WATCHED);
    }
    KubernetesClient reader = client(WATCHED, get("orders-nats-token"));
    assertThat(refusal(reader, WATCHED, "orders", byName)).isNull();
    assertThat(refusal(user, WATCHED, "orders", byName)).as("as it was").isNull();
    assertThat(refusal(user, WATCHED, "orders", byLabels)).as("another way").isNotNull();
  }

  @Test
  void anotherNameIsAskedAbout() {
    apply(ADMIN, WATCHED, "orders", CERTIFICATE, Map.of());
    assertThat(
            refusal(
                client(WATCHED), WATCHED, "orders", Map.of("tls", Map.of("secretName", "other"))))
        .contains("names the Secret other");
  }

  @Test
  void aResourceThatNamesNothingNeedsNoOtherRight() {
    assertThat(refusal(client(WATCHED), WATCHED, "orders", Map.of("replicas", 3))).isNull();
    assertThat(refusal(client(WATCHED), WATCHED, "orders", Map.of("replicas", 1))).isNull();
  }

  @Test
  void namespacesThatAreNotWatchedAreLeftAlone() {
    assertThat(refusal(client(OTHER), OTHER, "orders", TOKEN)).isNull();
  }

  @Test
  void theOperatorReportsWithoutBeingAsked() {
    apply(ADMIN, WATCHED, "orders", TOKEN, Map.of());
    GenericKubernetesResource status = AsUser.resource(WATCHED, "orders", Map.of());
    status.setAdditionalProperties(Map.of("status", Map.of("observedGeneration", 1)));
    assertThatCode(() ->
            client(WATCHED)
                .resource(status)
                .subresource("status")
                .patch(
                    new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("operator")
                        .build()))
        .doesNotThrowAnyException();
  }

  /** What the API server answers to this user; null if it takes the resource. */
  private static String refusal(
      KubernetesClient user, String namespace, String name, Map<String, ?> spec) {
    try {
      apply(user, namespace, name, spec, Map.of());
      return null;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isEqualTo(403);
      return e.getMessage();
    }
  }

  private static void apply(
      KubernetesClient user,
      String namespace,
      String name,
      Map<String, ?> spec,
      Map<String, String> labels) {
    GenericKubernetesResource resource = AsUser.resource(namespace, name, spec);
    resource.getMetadata().setLabels(labels);
    user.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
  }

  private KubernetesClient client(String namespace, PolicyRule... rights) {
    KubernetesClient client = user(namespace, rights);
    clients.add(client);
    return client;
  }

  /** A new user who may write resources, report, and what else is given. */
  private static KubernetesClient user(String namespace, PolicyRule... rights) {
    String name = "user-" + USERS.incrementAndGet();
    ADMIN
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withRules(rights)
                .addNewRule()
                .withApiGroups("natstoken.dev")
                .withResources("natstokenauths", "natstokenauths/status")
                .withVerbs("get", "create", "update", "patch")
                .endRule()
                .build())
        .create();
    ADMIN
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .create();
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.fromKubeconfig(ApiServer.get().kubeConfig()))
                .withImpersonateUsername(name)
                .build())
        .build();
  }

  private static PolicyRule get(String secret) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources("secrets")
        .withResourceNames(secret)
        .withVerbs("get")
        .build();
  }

  private static PolicyRule patch(String set) {
    return new PolicyRuleBuilder()
        .withApiGroups("apps")
        .withResources("statefulsets")
        .withResourceNames(set)
        .withVerbs("patch")
        .build();
  }
}
