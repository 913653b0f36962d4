package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm 3 and Helm 4 make of the chart. */
@Tag("api")
class ChartIT {

  private static final String EXPECTATION = "# expect: ";

  static Stream<Arguments> installations() {
    return each(Chart.installations());
  }

  static Stream<Arguments> mistakes() {
    return each(Chart.mistakes());
  }

  private static Stream<Arguments> each(List<Path> files) {
    return Stream.of(Helm.values())
        .flatMap(helm -> files.stream().map(file -> Arguments.of(helm, file)));
  }

  static List<Path> installationFiles() {
    return Chart.installations();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void anInstallationPassesTheStrictLint(Helm helm, Path values) {
    Helm.Outcome outcome = helm.lint(values);
    assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsRefusedWithAnExplanation(Helm helm, Path values) {
    String first = Chart.read(values).lines().findFirst().orElse("");
    assertThat(first).as("first line of %s", values).startsWith(EXPECTATION);
    Helm.Outcome outcome = helm.template(values);
    assertThat(outcome.succeeded()).as("%s is taken", values).isFalse();
    assertThat(outcome.output()).contains(first.substring(EXPECTATION.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1st", "a.b"})
  void aReleaseWhoseNameNoServiceCouldHaveIsToldToTakeAnother(String release) {
    Helm.Outcome outcome = Helm.FOUR.template(values("defaults"), release, Helm.NAMESPACE);
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.output()).contains("set fullnameOverride");
    assertThat(Helm.FOUR.objects(values("everything"), release, Helm.NAMESPACE)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("installationFiles")
  void bothHelmsMakeTheSameObjects(Path values) {
    assertThat(inOrder(Helm.THREE.objects(values))).isEqualTo(inOrder(Helm.FOUR.objects(values)));
  }

  private static List<GenericKubernetesResource> inOrder(List<GenericKubernetesResource> objects) {
    return objects.stream().sorted(Comparator.comparing(ChartIT::key)).toList();
  }

  static String key(GenericKubernetesResource object) {
    return String.join(
        "/",
        object.getKind(),
        String.valueOf(object.getMetadata().getNamespace()),
        object.getMetadata().getName());
  }

  @Test
  void aReleaseCanDoWithoutAnythingOutsideOfItsNamespace() {
    assertThat(Helm.FOUR.objects(values("no-right-beyond-the-namespace")))
        .isNotEmpty()
        .allSatisfy(
            o -> assertThat(o.getMetadata().getNamespace()).as(key(o)).isEqualTo(Helm.NAMESPACE));
  }

  @Test
  void aListOfNamespacesNeedsNoClusterRoleForTheOperator() {
    List<GenericKubernetesResource> objects = Helm.FOUR.objects(values("list-of-namespaces"));
    assertThat(objects).noneMatch(o -> o.getKind().equals("ClusterRoleBinding"));
    assertThat(namespacesOf(objects, "Role"))
        .isEqualTo(namespacesOf(objects, "RoleBinding"))
        .containsExactlyInAnyOrder("shop", "billing", Helm.NAMESPACE);
  }

  private static Set<String> namespacesOf(List<GenericKubernetesResource> objects, String kind) {
    return objects.stream()
        .filter(o -> o.getKind().equals(kind))
        .map(o -> o.getMetadata().getNamespace())
        .collect(Collectors.toSet());
  }

  /** Servers of spec.serverRef carry labels of whoever runs them. */
  @Test
  void theNetworkPolicyLetsTheOperatorConnectToServersOfAnyLabels() {
    assertThat(peersAt(4222, "all-namespaces")).isEqualTo("[{\"namespaceSelector\":{}}]");
    assertThat(peersAt(8222, "everything"))
        .isEqualTo(
            "[{\"namespaceSelector\":{\"matchExpressions\":[{\"key\":\"kubernetes.io/metadata.name\","
                + "\"operator\":\"In\",\"values\":[\"shop\"]}]}}]");
  }

  private static String peersAt(int port, String installation) {
    for (JsonNode rule : spec(Helm.FOUR, installation, "NetworkPolicy").path("egress")) {
      if (rule.path("ports").findValuesAsText("port").contains(Integer.toString(port))) {
        return rule.path("to").toString();
      }
    }
    throw new AssertionError("no rule for port " + port);
  }

  @Test
  void oneRegistryIsThatOfAllImages() {
    JsonNode container =
        spec(Helm.FOUR, "everything", "Deployment").at("/template/spec/containers/0");
    assertThat(container.path("image").asText())
        .startsWith("registry.example.org:5000/mirror/nats-token-operator@sha256:");
    assertThat(variable(container, "OPERATOR_SERVER_IMAGE"))
        .isEqualTo("registry.example.org:5000/mirror/nats");
    assertThat(variable(container, "OPERATOR_EXPORTER_IMAGE"))
        .isEqualTo(
            "registry.example.org:5000/mirror/exporter@sha256:" + "0123456789abcdef".repeat(4));
  }

  @Test
  void withoutARegistryTheRepositoriesStandAsTheyAre() {
    JsonNode container =
        spec(Helm.FOUR, "defaults", "Deployment").at("/template/spec/containers/0");
    assertThat(container.path("image").asText())
        .startsWith("ghcr.io/natstoken/nats-token-operator:");
    assertThat(variable(container, "OPERATOR_SERVER_IMAGE")).isEqualTo("nats");
  }

  @Test
  void theRegistryOfTheOperatorsImageIsOfThatAlone() {
    JsonNode container = spec(Helm.FOUR, "strict", "Deployment").at("/template/spec/containers/0");
    assertThat(container.path("image").asText())
        .startsWith("mirror.example.org/natstoken/nats-token-operator:");
    assertThat(variable(container, "OPERATOR_SERVER_IMAGE")).isEqualTo("nats");
  }

  private static String variable(JsonNode container, String name) {
    return container
        .path("env")
        .valueStream()
        .filter(v -> v.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("value")
        .asText();
  }

  @Test
  void aSecretOfARegistryIsNamedOnce() {
    assertThat(
            spec(Helm.FOUR, "everything", "Deployment")
                .at("/template/spec/imagePullSecrets")
                .toString())
        .isEqualTo("[{\"name\":\"mirror-login\"},{\"name\":\"registry-login\"}]");
  }

  /** A pod's /etc/hosts leads its own name to itself. */
  @Test
  void thePodOfTheTestDoesNotAskItself() {
    assertThat(Serialization.asYaml(Helm.FOUR.tests(values("defaults"))))
        .contains("http://tokens-nats-token-operator-test.chart.svc:8081/readyz");
  }

  /** Else a Service, a monitor or a disruption budget would take the test's pod for an operator. */
  @ParameterizedTest
  @MethodSource("installationFiles")
  void noSelectorOfTheOperatorsPodsMatchesThePodOfTheTest(Path values) {
    Map<String, String> test =
        Helm.FOUR.tests(values).stream()
            .filter(o -> o.getKind().equals("Pod"))
            .findFirst()
            .orElseThrow()
            .getMetadata()
            .getLabels();
    JsonNode selector = spec(Helm.FOUR, values, "Deployment").at("/selector/matchLabels");
    assertThat(selector.properties())
        .anyMatch(e -> !e.getValue().asText().equals(test.get(e.getKey())));
  }

  /** A policy that names no peer lets in the pod's own node and nobody else. */
  @Test
  void onlyScrapersMayConnectToTheOperator() {
    assertThat(spec(Helm.FOUR, "defaults", "NetworkPolicy").path("policyTypes").toString())
        .isEqualTo("[\"Ingress\"]");
    assertThat(spec(Helm.FOUR, "defaults", "NetworkPolicy").has("ingress")).isFalse();
    assertThat(spec(Helm.FOUR, "all-namespaces", "NetworkPolicy").at("/ingress/0/from").toString())
        .isEqualTo("[{\"namespaceSelector\":{}}]");
    assertThat(spec(Helm.FOUR, "everything", "NetworkPolicy").at("/ingress/0/from").toString())
        .contains("monitoring");
  }

  @Test
  void theProbesAreNotAtThePortOfTheMetrics() {
    for (String installation : List.of("defaults", "everything")) {
      JsonNode container =
          spec(Helm.FOUR, installation, "Deployment").at("/template/spec/containers/0");
      assertThat(container.findValues("httpGet")).hasSize(3);
      assertThat(container.findValues("httpGet"))
          .allSatisfy(probe -> assertThat(probe.path("port").asText()).isEqualTo("probes"));
      assertThat(container.path("ports").findValuesAsText("containerPort"))
          .doesNotHaveDuplicates()
          .contains("8080");
    }
  }

  /** Helm's own merge takes a 0 for nothing. */
  @ParameterizedTest
  @EnumSource(Helm.class)
  void aZeroInTheStrategyStays(Helm helm) {
    assertThat(spec(helm, "everything", "Deployment").at("/strategy/rollingUpdate").toString())
        .isEqualTo("{\"maxSurge\":1,\"maxUnavailable\":0}");
    assertThat(spec(helm, "defaults", "Deployment").at("/strategy/rollingUpdate").toString())
        .isEqualTo("{\"maxSurge\":\"25%\",\"maxUnavailable\":\"25%\"}");
  }

  private static JsonNode spec(Helm helm, String installation, String kind) {
    return spec(helm, values(installation), kind);
  }

  private static JsonNode spec(Helm helm, Path values, String kind) {
    return helm.objects(values).stream()
        .filter(o -> o.getKind().equals(kind))
        .map(o -> Serialization.unmarshal(Serialization.asJson(o), JsonNode.class))
        .findFirst()
        .orElseThrow()
        .path("spec");
  }

  @Test
  void theCrdsAreThoseOfTheProjectAndAreKept() {
    List<GenericKubernetesResource> crds = crds("defaults");
    assertThat(crds)
        .extracting(crd -> crd.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "natstokenauths.natstoken.dev", "natstokenaccesses.natstoken.dev");
    for (GenericKubernetesResource crd : crds) {
      assertThat(crd.getMetadata().getAnnotations())
          .containsEntry("helm.sh/resource-policy", "keep");
      assertThat(
              Chart.yaml(Path.of("crds/" + crd.getMetadata().getName() + "-v1.yml")).path("spec"))
          .isEqualTo(
              Serialization.unmarshal(Serialization.asYaml(crd), JsonNode.class).path("spec"));
    }
    assertThat(crds("everything"))
        .hasSize(2)
        .allSatisfy(crd ->
            assertThat(crd.getMetadata().getAnnotations())
                .doesNotContainKey("helm.sh/resource-policy")
                .containsKey("argocd.argoproj.io/sync-options"));
    assertThat(Helm.FOUR.objects(values("list-of-namespaces")))
        .noneMatch(o -> o.getKind().equals("CustomResourceDefinition"));
  }

  private static List<GenericKubernetesResource> crds(String installation) {
    return Helm.FOUR.objects(values(installation)).stream()
        .filter(o -> o.getKind().equals("CustomResourceDefinition"))
        .toList();
  }

  static Path values(String installation) {
    return Chart.installations().stream()
        .filter(f -> f.endsWith(installation + ".yaml"))
        .findFirst()
        .orElseThrow();
  }
}
