package dev.natstoken.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Helm programs that users have, as dev/tools builds them. */
public enum Helm {
  THREE("helm3"),
  FOUR("helm4");

  static final String RELEASE = "tokens";
  static final String NAMESPACE = "chart";

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---.*$");

  private final String program;

  Helm(String program) {
    this.program = program;
  }

  record Outcome(boolean succeeded, String output) {}

  Outcome lint(Path values) {
    return rendered("lint", "--strict", Chart.FOLDER.toString(), "--values", values.toString());
  }

  Outcome template(Path values) {
    return template(values, RELEASE, NAMESPACE);
  }

  Outcome template(Path values, String release, String namespace) {
    return rendered(
        "template",
        release,
        Chart.FOLDER.toString(),
        "--namespace",
        namespace,
        "--skip-tests",
        "--values",
        values.toString());
  }

  /** What {@code helm test} makes, and removes again. */
  List<GenericKubernetesResource> tests(Path values) {
    return parsed(
        rendered(
            "template",
            RELEASE,
            Chart.FOLDER.toString(),
            "--namespace",
            NAMESPACE,
            "--show-only",
            "templates/test.yaml",
            "--values",
            values.toString()));
  }

  List<GenericKubernetesResource> objects(Path values) {
    return objects(values, NAMESPACE);
  }

  /** What a release in this namespace would consist of. */
  public List<GenericKubernetesResource> objects(Path values, String namespace) {
    return objects(values, RELEASE, namespace);
  }

  List<GenericKubernetesResource> objects(Path values, String release, String namespace) {
    return parsed(template(values, release, namespace));
  }

  private static List<GenericKubernetesResource> parsed(Outcome outcome) {
    assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
    return SEPARATOR
        .splitAsStream(outcome.output())
        .filter(text -> text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
        .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
        .toList();
  }

  /** A Helm that is built with plain Go takes a very old Kubernetes for granted. */
  private Outcome rendered(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--kube-version", System.getProperty("kubernetes.version")));
    return run(all);
  }

  Outcome run(List<String> words) {
    String programs = System.getProperty("tools.bin", "");
    assertThat(programs).as("run this through dev/test api").isNotEmpty();
    List<String> command = new ArrayList<>(List.of(programs + "/" + program));
    command.addAll(words);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor() == 0, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
