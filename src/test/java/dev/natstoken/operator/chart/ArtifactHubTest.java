package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.api.NatsTokenAuthSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Chart.yaml tells Artifact Hub is true. */
class ArtifactHubTest {

  private static final JsonNode CHART = Chart.yaml(Chart.FOLDER.resolve("Chart.yaml"));
  private static final String APP_VERSION = CHART.path("appVersion").asText();

  private static JsonNode annotation(String name) {
    String text = CHART.path("annotations").path("artifacthub.io/" + name).asText();
    return Serialization.unmarshal(text, JsonNode.class);
  }

  @Test
  void theChartIsOfTheProgramsVersion() {
    var version =
        Pattern.compile("<revision>(.*?)</revision>").matcher(Chart.read(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(APP_VERSION).isEqualTo(version.group(1));
  }

  @Test
  void theImagesAreThoseOfTheDefaults() {
    JsonNode values = Chart.values();
    assertThat(annotation("images").findValuesAsText("image"))
        .containsExactly(
            values.at("/image/repository").asText() + ":" + APP_VERSION,
            values.path("serverImage").asText() + ":" + NatsTokenAuthSpec.DEFAULT_VERSION);
  }

  @Test
  void theCrdsAreThoseThatAreInstalled() {
    assertTold(0, "natstokenauths");
    assertTold(1, "natstokenaccesses");
    assertThat(annotation("crds")).hasSize(2);
  }

  private static void assertTold(int place, String kind) {
    JsonNode told = annotation("crds").path(place);
    JsonNode crd = Chart.yaml(Path.of("crds/" + kind + ".natstoken.dev-v1.yml"));
    assertThat(told.path("kind")).isEqualTo(crd.at("/spec/names/kind"));
    assertThat(told.path("name")).isEqualTo(crd.at("/metadata/name"));
    assertThat(told.path("version")).isEqualTo(crd.at("/spec/versions/0/name"));
  }

  @Test
  void theExampleIsAResourceOfThisVersion() {
    NatsTokenAuth example =
        Serialization.unmarshal(annotation("crdsExamples").path(0).toString(), NatsTokenAuth.class);
    assertThat(example.getApiVersion()).isEqualTo(HasMetadata.getApiVersion(NatsTokenAuth.class));
    assertThat(example.getSpec().replicas()).isEqualTo(3);
  }

  @Test
  void theChangesAreOfKindsThatArtifactHubKnows() {
    assertThat(annotation("changes").findValuesAsText("kind"))
        .isNotEmpty()
        .isSubsetOf("added", "changed", "deprecated", "removed", "fixed", "security");
  }
}
