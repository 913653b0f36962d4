package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.apiserver.ApiServer;
import dev.natstoken.operator.apiserver.MonitoringCrds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes everything that the chart makes, in strict validation. */
@Tag("api")
@ResourceLock(value = MonitoringCrds.LOCK, mode = ResourceAccessMode.READ)
class RenderedObjectsIT {

  private static final KubernetesClient CLIENT = ApiServer.get().client();

  /** As long as Helm and Kubernetes let names be. */
  private static final String LONG_RELEASE = "r".repeat(53);

  private static final String LONG_NAMESPACE = "n".repeat(63);

  /** To YAML a number, and the release a boolean. */
  private static final String NUMBER = "1e3";

  private static final String BOOLEAN = "on";

  private static final String TESTED = "tested";

  @BeforeAll
  static void createNamespacesAndMonitoringCrds() {
    for (String name :
        List.of(Helm.NAMESPACE, LONG_NAMESPACE, NUMBER, TESTED, "shop", "billing", "monitoring")) {
      CLIENT
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .endMetadata()
                  .build())
          .serverSideApply();
    }
    MonitoringCrds.install(CLIENT);
  }

  static List<Path> installations() {
    return Chart.installations();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void anApiServerTakesEveryObject(Path values) {
    List<GenericKubernetesResource> objects = Helm.FOUR.objects(values);
    assertThat(objects).isNotEmpty();
    objects.forEach(RenderedObjectsIT::tryOut);
  }

  /** Else a GitOps tool that compares the two would see a difference for ever. */
  @ParameterizedTest
  @MethodSource("installations")
  void anApiServerDropsAndRewritesNothing(Path values) {
    for (GenericKubernetesResource object : Helm.FOUR.objects(values)) {
      assertThat(lost("", json(object), json(tryOut(object))))
          .as(object.getKind() + "/" + object.getMetadata().getName())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void namesMayBeLongAndLookLikeNumbersAndBooleans(Path values) {
    Helm.FOUR.objects(values, LONG_RELEASE, LONG_NAMESPACE).forEach(RenderedObjectsIT::tryOut);
    Helm.FOUR.objects(values, BOOLEAN, NUMBER).forEach(RenderedObjectsIT::tryOut);
  }

  private static JsonNode json(GenericKubernetesResource object) {
    return Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
  }

  /** Paths of what was sent and did not come back as it was. */
  private static List<String> lost(String path, JsonNode sent, JsonNode back) {
    if (sent.isNumber() && back.isNumber()) {
      return sent.asDouble() == back.asDouble() ? List.of() : List.of(path);
    }
    if (!sent.isContainerNode() || sent.getNodeType() != back.getNodeType()) {
      return sent.equals(back) ? List.of() : List.of(path);
    }
    List<String> lost = new ArrayList<>();
    if (sent.isObject()) {
      sent.properties()
          .forEach(
              e -> lost.addAll(lost(path + "/" + e.getKey(), e.getValue(), back.path(e.getKey()))));
    } else {
      for (int i = 0; i < sent.size(); i++) {
        lost.addAll(lost(path + "/" + i, sent.get(i), back.path(i)));
      }
    }
    return lost;
  }

  private static GenericKubernetesResource tryOut(GenericKubernetesResource object) {
    return CLIENT
        .resource(object)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .fieldManager("helm")
        .forceConflicts()
        .serverSideApply();
  }

  @Test
  void anApiServerTakesWhatHelmTestMakes() {
    List<GenericKubernetesResource> objects = Helm.FOUR.tests(ChartIT.values("defaults"));
    assertThat(objects).hasSize(3);
    for (GenericKubernetesResource object : objects) {
      object.getMetadata().setNamespace(TESTED);
      assertThat(lost("", json(object), json(tryOut(object)))).as(object.getKind()).isEmpty();
    }
  }

  @Test
  void theOperatorsPodMeetsTheRestrictedPodSecurityStandard() {
    Deployment deployment =
        Helm.FOUR.objects(ChartIT.values("defaults")).stream()
            .filter(o -> o.getKind().equals("Deployment"))
            .map(o -> Serialization.unmarshal(Serialization.asYaml(o), Deployment.class))
            .findFirst()
            .orElseThrow();
    CLIENT
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(Helm.NAMESPACE)
                .withName(deployment.getSpec().getTemplate().getSpec().getServiceAccountName())
                .endMetadata()
                .build())
        .create();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(Helm.NAMESPACE)
            .withName("restricted")
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .build();
    assertThat(CLIENT.resource(pod).create().getMetadata().getUid()).isNotEmpty();
  }
}
