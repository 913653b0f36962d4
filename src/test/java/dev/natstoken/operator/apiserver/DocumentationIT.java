package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server takes every resource of ours that the documentation shows, as it stands there. */
@Tag("api")
class DocumentationIT {

  private static final String NAMESPACE = "documentation";
  private static final Pattern KIND = Pattern.compile("kind: NatsToken(Auth|Access)\n");
  private static final KubernetesClient CLIENT = ApiServer.get().client();

  @BeforeAll
  static void createNamespace() {
    CLIENT
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  static List<Arguments> shown() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md")), docs.filter(Files::isRegularFile).sorted())
          .flatMap(file -> resources(file).map(text -> Arguments.of(file, text)))
          .toList();
    }
  }

  private static Stream<String> resources(Path file) {
    return ShownYaml.documents(file).filter(text -> KIND.matcher(text).find());
  }

  @ParameterizedTest
  @MethodSource("shown")
  void aResourceThatIsShownIsTaken(Path file, String text) {
    var resource = Serialization.unmarshal(text, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(NAMESPACE);
    var taken = CLIENT.resource(resource).dryRun().fieldValidation(Validation.STRICT).create();
    assertThat(taken.<Object>get("spec")).as(file.toString()).isEqualTo(resource.get("spec"));
  }

  @Test
  void thePolicyForMeshesIsTaken() {
    var policy =
        Serialization.unmarshal(
            ShownYaml.read(Path.of("docs/examples/mesh-networkpolicy.yaml")), NetworkPolicy.class);
    policy.getMetadata().setNamespace(NAMESPACE);
    CLIENT.resource(policy).dryRun().fieldValidation(Validation.STRICT).create();
    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(Labels.of("orders"));
  }

  @Test
  void resourcesAreShownInManyPlaces() throws IOException {
    assertThat(shown()).hasSizeGreaterThan(7);
  }
}
