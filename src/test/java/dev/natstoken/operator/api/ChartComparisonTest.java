package dev.natstoken.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The comparison with the official chart names fields that there are, and leaves none out. */
class ChartComparisonTest {

  private static final Pattern FIELD = Pattern.compile("`(spec\\.[a-zA-Z.]+)`");
  private static final Pattern ROW = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|");
  private static final Set<String> VERDICTS = Set.of("same", "better", "not applicable", "missing");

  /** The chart has nothing of the kind. */
  private static final Set<String> OURS = Set.of("spec.paused", "spec.requireProof");

  private final String text = read();

  @Test
  void everyFieldItNamesIsOne() {
    Set<String> named = named();
    assertThat(named).hasSizeGreaterThan(40);
    Set<String> fields = new TreeSet<>();
    collect(fields, "spec", spec());
    assertThat(fields).containsAll(named);
  }

  @Test
  void everyTopLevelFieldIsNamed() {
    Set<String> named = named();
    Set<String> left =
        spec().getProperties().keySet().stream()
            .map(name -> "spec." + name)
            .filter(f -> named.stream().noneMatch(n -> n.equals(f) || n.startsWith(f + ".")))
            .collect(Collectors.toCollection(TreeSet::new));
    left.removeAll(OURS);
    assertThat(left).isEmpty();
  }

  @Test
  void everyRowHasAVerdictAndWhatIsNotSettledHasAReason() {
    List<String> verdicts =
        text.lines()
            .map(ROW::matcher)
            .filter(m -> m.matches() && !m.group(3).contains("---"))
            .map(m -> m.group(3).strip())
            .filter(v -> !v.equals("verdict"))
            .toList();
    assertThat(verdicts)
        .hasSizeGreaterThan(80)
        .allSatisfy(v -> assertThat(VERDICTS).anyMatch(v::startsWith))
        .noneMatch(v -> v.equals("not applicable"));
  }

  private Set<String> named() {
    return FIELD
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JSONSchemaProps spec() {
    var crd = Serialization.unmarshal(GeneratedCrd.yaml(), CustomResourceDefinition.class);
    return crd.getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  private static void collect(Set<String> fields, String path, JSONSchemaProps schema) {
    fields.add(path);
    schema.getProperties().forEach((name, field) -> collect(fields, path + "." + name, field));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("docs/chart-comparison.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
